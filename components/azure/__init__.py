"""Civic Cloud's capabilities on Azure."""

from components.azure.handles import ArchiveHandle, CellHandle, HubHandle, NetworkHandle, OrganisationHandle, TenancyHandle
from components.azure.providers import (
    application_provider,
    attachment_provider,
    deploy_provider,
    management_provider,
    platform_provider,
    private_endpoints,
    tenant_provider,
    vending_provider,
)
from components.contracts import CloudName

CLOUD: CloudName = "azure"

__all__ = [
    "CLOUD",
    "ArchiveHandle",
    "CellHandle",
    "HubHandle",
    "NetworkHandle",
    "OrganisationHandle",
    "TenancyHandle",
    "application_provider",
    "attachment_provider",
    "deploy_provider",
    "management_provider",
    "platform_provider",
    "private_endpoints",
    "tenant_provider",
    "vending_provider",
]
