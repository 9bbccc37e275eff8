"""Civic Cloud's capabilities on Azure."""

from components.azure.application.application import Application
from components.azure.foundation.foundation import Foundation
from components.azure.hosting.cell import HostingCell
from components.azure.network.connection import NetworkConnection
from components.azure.network.hub import NetworkHub
from components.azure.network.security_groups import HOSTING_TIERS
from components.azure.providers import hub_side, place_provider, platform_provider, private_endpoints, provider_for
from components.azure.services.offer import ServiceOffer
from components.azure.services.subscription import ServiceSubscription
from components.azure.tags import standard_tags
from components.azure.tenancy.access import Access
from components.azure.tenancy.baseline import SecurityBaseline
from components.azure.tenancy.budget import Budget
from components.azure.tenancy.controls import CONTROLS
from components.azure.tenancy.tenancy import Tenancy
from components.azure.voice.connection import VoiceConnection

HOSTING_DOMAINS = (
    "mcr.microsoft.com",
    "*.data.mcr.microsoft.com",
    "packages.aks.azure.com",
    "acs-mirror.azureedge.net",
    "login.microsoftonline.com",
    "*.login.microsoftonline.com",
    "login.microsoft.com",
    "*.login.microsoft.com",
    "*.identity.azure.net",
    "*.in.applicationinsights.azure.com",
    "*.ods.opinsights.azure.com",
    "*.monitor.azure.com",
)
"""What a Container Apps environment asks of the hub's firewall (Microsoft Learn, "Use Azure Firewall with Azure Container Apps")."""

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
