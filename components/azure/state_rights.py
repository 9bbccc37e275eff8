"""The state store as identities may use it: where it is, and its blobs by path."""

from collections.abc import Sequence

import pulumi

from components.azure import identifiers as ids
from components.contracts import Owner, StateKeys

CONTAINER = "state"
BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"


def store_name(platform: Owner) -> str:
    """Name of the storage account."""
    return platform.name("azure:storage-account", "state")


def bootstrap_group(platform: Owner) -> str:
    """Name of the resource group that store and vault lie in."""
    return platform.name("azure:resource-group", "bootstrap")


def run_group(platform: Owner, layer: str) -> str:
    """Name of the resource group that the identities of a layer's runs lie in: one takes 800 of a kind."""
    return platform.name("azure:resource-group", f"runs-{layer}")


def container_id(platform: Owner, management: pulumi.Input[str]) -> pulumi.Output[str]:
    """Resource id of the container that all stacks' state lies in."""
    account = f"Microsoft.Storage/storageAccounts/{store_name(platform)}"
    return ids.resource(management, bootstrap_group(platform), f"{account}/blobServices/default/containers/{CONTAINER}")


def condition(keys: StateKeys) -> str:
    """Role assignment condition by blob path (Microsoft Learn, "Azure role assignment conditions for Blob Storage")."""
    reading = _clause(("read",), (*keys.written, *keys.read))
    writing = _clause(("write", "delete", "add/action", "move/action", "deleteBlobVersion/action", "tags/write"), keys.written)
    # Listing has no path to compare; names of stacks are no secret between those who deploy.
    return f"(!(ActionMatches{{'{BLOBS}/read'}} AND NOT SubOperationMatches{{'Blob.List'}}) OR {reading}) AND {writing}"


def _clause(actions: Sequence[str], patterns: Sequence[str]) -> str:
    """Any of the actions is for these paths alone."""
    not_these = " AND ".join(f"!(ActionMatches{{'{BLOBS}/{action}'}})" for action in actions)
    paths = " OR ".join(f"@Resource[{BLOBS}:path] StringLike '{pattern}'" for pattern in patterns)
    return f"(({not_these}) OR ({paths}))"
