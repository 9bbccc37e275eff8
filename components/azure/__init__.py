"""Civic Cloud's capabilities on Azure."""

from components.azure.application.application import Application
from components.azure.bootstrap import Bootstrap
from components.azure.edge.edge import Edge
from components.azure.foundation.foundation import Foundation
from components.azure.handles import ArchiveHandle, CellHandle, HubHandle, NetworkHandle, OrganisationHandle, TenancyHandle
from components.azure.hosting.cell import HostingCell
from components.azure.identity.identities import RunIdentities
from components.azure.network.attachment import HubAttachment
from components.azure.network.connection import NetworkConnection
from components.azure.network.egress import HOSTING_DOMAINS
from components.azure.network.hub import NetworkHub
from components.azure.providers import (
    application_provider,
    attachment_provider,
    deploy_provider,
    management_provider,
    platform_provider,
    private_endpoints,
    tenant_provider,
)
from components.azure.services.offer import ServiceOffer
from components.azure.services.subscription import ServiceSubscription
from components.azure.tenancy.access import Access
from components.azure.tenancy.baseline import SecurityBaseline
from components.azure.tenancy.budget import Budget
from components.azure.tenancy.controls import CONTROLS
from components.azure.tenancy.tenancy import Tenancy
from components.azure.voice.connection import VoiceConnection
from components.contracts import CloudName

CLOUD: CloudName = "azure"
TELLS_RESIDENTS_APART = False
"""All applications of a Container Apps environment call from one subnet, and no rule of a network sees which of them it is."""

__all__ = [
    "CLOUD",
    "CONTROLS",
    "HOSTING_DOMAINS",
    "TELLS_RESIDENTS_APART",
    "Access",
    "Application",
    "ArchiveHandle",
    "Bootstrap",
    "Budget",
    "CellHandle",
    "Edge",
    "Foundation",
    "HostingCell",
    "HubAttachment",
    "HubHandle",
    "NetworkConnection",
    "NetworkHandle",
    "NetworkHub",
    "OrganisationHandle",
    "RunIdentities",
    "SecurityBaseline",
    "ServiceOffer",
    "ServiceSubscription",
    "Tenancy",
    "TenancyHandle",
    "VoiceConnection",
    "application_provider",
    "attachment_provider",
    "deploy_provider",
    "management_provider",
    "platform_provider",
    "private_endpoints",
    "tenant_provider",
]
