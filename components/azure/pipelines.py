"""Identities of pipelines: they trust one subject of one issuer, and nobody holds a password of theirs."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import managedidentity

AUDIENCE = "api://AzureADTokenExchange"
"""Audience that Entra asks of another issuer's token (Microsoft Learn, "Workload identity federation")."""


def pipeline_identity(
    logical: str,
    *,
    name: str,
    group: pulumi.Input[str],
    region: str,
    issuer: str,
    subject: str,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> managedidentity.UserAssignedIdentity:
    """A managed identity that a run of ``subject`` signs in as."""
    identity = managedidentity.UserAssignedIdentity(logical, resource_name_=name, resource_group_name=group, location=region, tags=tags, opts=opts)
    managedidentity.FederatedIdentityCredential(
        f"{logical}-trust",
        federated_identity_credential_resource_name="pipeline",
        resource_name_=identity.name,
        resource_group_name=group,
        issuer=issuer,
        subject=subject,
        audiences=[AUDIENCE],
        opts=opts,
    )
    return identity
