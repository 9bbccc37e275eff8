"""Where the state, its secrets keys and the cards lie on each cloud, as pure functions of the platform's code and home region.

Stacks are deployed with these before the bootstrap's card exists, so they are names and never ids. The bootstrap makes what they name, and
a test holds it to that.
"""

from dataclasses import dataclass

from components.naming import physical

STATE = "state"
"""Role of bucket, storage account and vault; name of the Azure container."""
CARDS = "cards"
"""Prefix of the cards' objects beside the state, and on AWS the role of their key."""
CONTEXT = "stack"
"""AWS: the one pair of a secret's encryption context is this and the stack's name."""
KEY_LAYERS = {"bootstrap": "foundation"}
"""Layers that have no secrets key of their own, and the layer whose key their stacks use."""


@dataclass(frozen=True)
class StateStore:
    """One cloud's store."""

    login: str
    """Where ``pulumi login`` goes."""
    cards: str
    """Where the cards lie, as ``civic.estate.card_store`` reads it."""


def state_store(cloud: str, platform: str, home: str) -> StateStore:
    """The store on ``cloud`` of the platform with this code and home region. Raises ``KeyError`` for a cloud that has none."""
    return {"aws": _aws_store, "azure": _azure_store}[cloud](platform, home)


def secrets_provider(cloud: str, platform: str, home: str, layer: str, stack: str) -> str:
    """What encrypts the secrets in the state of ``stack``, as ``pulumi stack init --secrets-provider`` takes it. Raises as ``state_store``.

    On AWS it names the stack as the encryption context (gocloud.dev/secrets/awskms), so that a right on the layer's key opens one stack's
    secrets alone. Keys in Azure Key Vault have no such thing.
    """
    role = secrets_role(layer)
    if cloud == "aws":
        return f"awskms:///alias/{physical('aws:general', platform=platform, role=role)}?region={home}&context_{CONTEXT}={stack}"
    return {"azure": f"azurekeyvault://{physical('azure:key-vault', platform=platform, role=STATE)}.vault.azure.net/keys/{role}"}[cloud]


def secrets_role(layer: str) -> str:
    """Role, in names, of the secrets key that a layer's stacks use."""
    return f"secrets-{KEY_LAYERS.get(layer, layer)}"


def _aws_store(platform: str, home: str) -> StateStore:
    bucket = physical("aws:bucket", platform=platform, role=STATE)
    key = physical("aws:general", platform=platform, role=CARDS)
    return StateStore(login=f"s3://{bucket}?region={home}", cards=f"s3://{bucket}/{CARDS}?region={home}&key=alias/{key}")


def _azure_store(platform: str, home: str) -> StateStore:
    account = physical("azure:storage-account", platform=platform, role=STATE)
    return StateStore(login=f"azblob://{STATE}?storage_account={account}", cards=f"azblob://{STATE}/{CARDS}?storage_account={account}")
