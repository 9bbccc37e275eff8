"""Components for AWS."""

from components.aws.application.application import Application
from components.aws.foundation.foundation import Foundation
from components.aws.hosting.cell import HOSTING_TIERS, HostingCell
from components.aws.hosting.tenants import place_provider
from components.aws.network.connection import NetworkConnection, hub_side, private_endpoints
from components.aws.network.hub import NetworkHub
from components.aws.providers import platform_provider, provider_for
from components.aws.services.offer import ServiceOffer
from components.aws.services.subscription import ServiceSubscription
from components.aws.tags import standard_tags
from components.aws.tenancy.access import Access
from components.aws.tenancy.baseline import SecurityBaseline
from components.aws.tenancy.budget import Budget
from components.aws.tenancy.controls import CONTROLS
from components.aws.tenancy.tenancy import Tenancy
from components.aws.voice.connection import VoiceConnection

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
