"""What the machinery of hosting calls, from the clouds' own documents and not from our components, which must agree with it.

Sources: Microsoft Learn, "Use Azure Firewall with Azure Container Apps" and "Securing a virtual network in Azure Container Apps";
microsoft/azure-container-apps issue 893 (tokens of identities come by ``*.servicebus.windows.net``); Microsoft Learn, "Time sync for Windows VMs
in Azure"; Amazon ECS Developer Guide, "Amazon ECS interface VPC endpoints".
"""

from collections.abc import Mapping

HOSTING_NAMES: Mapping[str, tuple[str, ...]] = {
    "aws": (),
    "azure": (
        "mcr.microsoft.com",
        "*.data.mcr.microsoft.com",
        "packages.aks.azure.com",
        "acs-mirror.azureedge.net",
        "login.microsoft.com",
        "*.login.microsoft.com",
        "login.microsoftonline.com",
        "*.login.microsoftonline.com",
        "*.identity.azure.net",
        "*.in.applicationinsights.azure.com",
        "*.ods.opinsights.azure.com",
        "*.monitor.azure.com",
        "*.servicebus.windows.net",
    ),
}
EVERYBODYS_NAMES: Mapping[str, tuple[tuple[str, int, str], ...]] = {"aws": (), "azure": (("udp", 123, "time.windows.com"),)}
"""Protocol, port and name that every network may call."""
SERVICE_NAMES: Mapping[str, tuple[str, ...]] = {
    "aws": ("amazonaws.com",),
    "azure": ("azurecr.io", "vault.azure.net", "postgres.database.azure.com", "blob.core.windows.net"),
}
"""What services answer to that are called within networks, by private endpoints."""
APPLICATION_SERVICES: Mapping[str, tuple[str, ...]] = {
    "aws": ("ecr.api", "ecr.dkr", "logs", "secretsmanager", "s3"),
    "azure": ("registry", "vault"),
}
"""What every application needs: its image, its secrets, and on AWS where its logs go."""
TELLS_RESIDENTS_APART: Mapping[str, bool] = {"aws": True, "azure": False}
"""Whether the network of a shared cell knows whose application calls: on AWS each has a security group; a Container Apps environment is one subnet."""
HOSTED_IN: Mapping[str, str] = {"aws": "application", "azure": "environment"}
"""Tier that applications run in."""
