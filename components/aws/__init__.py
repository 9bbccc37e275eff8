"""Components for AWS."""

from components.aws.access import Access
from components.aws.application import Application
from components.aws.budget import Budget
from components.aws.cell_places import place_provider
from components.aws.controls import CONTROLS
from components.aws.foundation import Foundation
from components.aws.hosting_cell import HOSTING_TIERS, HostingCell
from components.aws.network_connection import NetworkConnection, hub_side, private_endpoints
from components.aws.network_hub import NetworkHub
from components.aws.providers import platform_provider, provider_for
from components.aws.security_baseline import SecurityBaseline
from components.aws.service_offer import ServiceOffer
from components.aws.service_subscription import ServiceSubscription
from components.aws.tags import standard_tags
from components.aws.tenancy import Tenancy
from components.aws.voice_connection import VoiceConnection

HOSTING_DOMAINS: tuple[str, ...] = ()
"""What hosting asks of the hub's firewall: nothing, since its services are reached by private endpoints."""

__all__ = [
    "CONTROLS",
    "HOSTING_DOMAINS",
    "HOSTING_TIERS",
    "Access",
    "Application",
    "Budget",
    "Foundation",
    "HostingCell",
    "NetworkConnection",
    "NetworkHub",
    "SecurityBaseline",
    "ServiceOffer",
    "ServiceSubscription",
    "Tenancy",
    "VoiceConnection",
    "hub_side",
    "place_provider",
    "platform_provider",
    "private_endpoints",
    "provider_for",
    "standard_tags",
]
