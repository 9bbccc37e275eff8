"""The state store as identities may use it: where it is, what they may do with its blobs by path, and the secrets keys of layers.

Sources: Microsoft Learn, "Azure role assignment conditions for Blob Storage", "Azure permissions for Security"; gocloud.dev
``blob/azureblob`` and ``secrets/azurekeyvault``, which call for no more than these.
"""

from collections.abc import Sequence

import pulumi

from components.azure import identifiers as ids
from components.contracts import Owner, StateKeys
from components.state_store import STATE

BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"
STORED = tuple(f"{BLOBS}/{action}" for action in ("read", "write", "delete", "add/action"))
"""Data actions of the role ``STATE_ROLE``. The built-in contributor may besides delete the container, by no data action and so by no condition."""
ENCRYPTED = tuple(f"Microsoft.KeyVault/vaults/keys/{action}" for action in ("read", "encrypt/action", "decrypt/action"))
"""Data actions of the role ``SECRETS_ROLE``. The built-in crypto user may besides switch a key off."""
STATE_ROLE, SECRETS_ROLE = "state", "secrets"
"""Keys of the two roles that the bootstrap makes."""


def store_name(platform: Owner) -> str:
    """Name of the storage account."""
    return platform.name("azure:storage-account", STATE)


def bootstrap_group(platform: Owner) -> str:
    """Name of the resource group that store and vault lie in."""
    return platform.name("azure:resource-group", "bootstrap")


def run_group(platform: Owner, layer: str) -> str:
    """Name of the resource group that the identities of a layer's runs lie in: one takes 800 of a kind."""
    return platform.name("azure:resource-group", f"runs-{layer}")


def store_id(platform: Owner, management: pulumi.Input[str]) -> pulumi.Output[str]:
    """Resource id of the container that state and cards lie in."""
    container = f"Microsoft.Storage/storageAccounts/{store_name(platform)}/blobServices/default/containers/{STATE}"
    return ids.resource(management, bootstrap_group(platform), container)


def role_key(platform: Owner, role: str) -> tuple[str, ...]:
    """Words that give the GUID of one of the bootstrap's roles."""
    return (platform.platform, "bootstrap", role)


def role_id(platform: Owner, management: pulumi.Input[str], role: str) -> pulumi.Output[str]:
    """Resource id of one of the bootstrap's roles."""
    return ids.role_definition(management, ids.guid(*role_key(platform, role)))


def condition(keys: StateKeys) -> str:
    """Role assignment condition by blob path, for ``STATE_ROLE`` on the container."""
    reading = _clause(("read",), (*keys.written, *keys.read))
    writing = _clause(("write", "delete", "add/action"), keys.written)
    # Listing has no path to compare; names of stacks are no secret between those who deploy.
    return f"(!(ActionMatches{{'{BLOBS}/read'}} AND NOT SubOperationMatches{{'Blob.List'}}) OR {reading}) AND {writing}"


def _clause(actions: Sequence[str], patterns: Sequence[str]) -> str:
    """Any of the actions is for these paths alone."""
    not_these = " AND ".join(f"!(ActionMatches{{'{BLOBS}/{action}'}})" for action in actions)
    paths = " OR ".join(f"@Resource[{BLOBS}:path] StringLike '{pattern}'" for pattern in patterns)
    return f"(({not_these}) OR ({paths}))"
