"""Civic Cloud's capabilities on Azure."""

from components.azure.access import Access
from components.azure.budget import Budget
from components.azure.controls import CONTROLS
from components.azure.foundation import Foundation
from components.azure.network_connection import NetworkConnection
from components.azure.network_hub import NetworkHub
from components.azure.providers import hub_side, platform_provider, private_endpoints, provider_for
from components.azure.security_baseline import SecurityBaseline
from components.azure.service_offer import ServiceOffer
from components.azure.service_subscription import ServiceSubscription
from components.azure.tags import standard_tags
from components.azure.tenancy import Tenancy
from components.azure.voice_connection import VoiceConnection

__all__ = [
    "CONTROLS",
    "Access",
    "Budget",
    "Foundation",
    "NetworkConnection",
    "NetworkHub",
    "SecurityBaseline",
    "ServiceOffer",
    "ServiceSubscription",
    "Tenancy",
    "VoiceConnection",
    "hub_side",
    "platform_provider",
    "private_endpoints",
    "provider_for",
    "standard_tags",
]
