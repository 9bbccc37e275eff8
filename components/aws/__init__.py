"""Components for AWS."""

from components.aws.application.application import Application
from components.aws.bootstrap import Bootstrap
from components.aws.edge.edge import Edge
from components.aws.endpoints import private_endpoints
from components.aws.foundation.foundation import Foundation
from components.aws.handles import ArchiveHandle, CellHandle, HubHandle, NetworkHandle, OrganisationHandle, TenancyHandle
from components.aws.hosting.cell import HostingCell
from components.aws.identity.identities import RunIdentities
from components.aws.network.attachment import HubAttachment
from components.aws.network.connection import NetworkConnection
from components.aws.network.hub import NetworkHub
from components.aws.providers import (
    application_provider,
    attachment_provider,
    deploy_provider,
    management_provider,
    platform_provider,
    tenant_provider,
)
from components.aws.services.offer import ServiceOffer
from components.aws.services.subscription import ServiceSubscription
from components.aws.tenancy.access import Access
from components.aws.tenancy.baseline import SecurityBaseline
from components.aws.tenancy.budget import Budget
from components.aws.tenancy.controls import CONTROLS
from components.aws.tenancy.tenancy import Tenancy
from components.aws.voice.connection import VoiceConnection
from components.contracts import CloudName

CLOUD: CloudName = "aws"
HOSTING_DOMAINS: tuple[str, ...] = ()
"""What hosting asks of the hub's firewall: nothing, since its services are reached by private endpoints."""
TELLS_RESIDENTS_APART = True
"""Each application has a security group of its own, which says whom it calls."""

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
