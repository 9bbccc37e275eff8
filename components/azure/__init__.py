"""Civic Cloud's capabilities on Azure."""

from components.azure.access import Access
from components.azure.application import Application
from components.azure.budget import Budget
from components.azure.controls import CONTROLS
from components.azure.foundation import Foundation
from components.azure.hosting_cell import HostingCell
from components.azure.network_connection import NetworkConnection
from components.azure.network_hub import NetworkHub
from components.azure.network_rules import HOSTING_TIERS
from components.azure.providers import hub_side, place_provider, platform_provider, private_endpoints, provider_for
from components.azure.security_baseline import SecurityBaseline
from components.azure.service_offer import ServiceOffer
from components.azure.service_subscription import ServiceSubscription
from components.azure.tags import standard_tags
from components.azure.tenancy import Tenancy
from components.azure.voice_connection import VoiceConnection

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
