"""Who deploys a stack, as plain data of records and plans, and what came of asking."""

from dataclasses import dataclass

from civic.access.verdict import Verdict


@dataclass(frozen=True)
class StateStore:
    """Where a stack's state, secrets and cards lie, as Pulumi and ``civic card`` are told: addresses with their parameters."""

    project: str
    login: str
    """``s3://BUCKET?region=...``, ``azblob://CONTAINER?storage_account=...``."""
    cards: str
    """``s3://BUCKET/PREFIX?...``, ``azblob://CONTAINER?...``."""
    secrets: str
    """``awskms:///alias/NAME?region=...&context_stack=...``, ``azurekeyvault://VAULT.vault.azure.net/keys/NAME``."""
    reads: tuple[str, ...] = ()
    """Stacks whose cards it reads."""


@dataclass(frozen=True)
class Run:
    """A run of a pipeline that deploys one stack."""

    stack: str
    cloud: str
    issuer: str
    """OIDC issuer of its token, an HTTPS address."""
    subject: str
    client: str
    """Whom it signs in as: AWS: ARN of a role. Azure: client id of a managed identity."""
    principal: str = ""
    """Whom others give rights: AWS: the same ARN. Azure: object id of that identity."""
    store: StateStore | None = None
    """Nothing where the state lies elsewhere."""
    address: str = ""
    """One that it calls from; empty where that is not known."""


@dataclass(frozen=True)
class Refusal:
    """Somebody may not do what a stack asks, or nobody can know whether they may."""

    stack: str
    identity: str
    """Who: ARN of a role, object id of an identity; a token's subject where nobody lets it in."""
    action: str
    resource: str
    """To what: ARN or scope."""
    verdict: Verdict
    urn: str = ""
    """Of the resource that asks for it; empty for the run itself (signing in, state, cards, secrets)."""
    operation: str = ""
    """``create``, ``read``, ``update``, ``delete``; of the run itself ``sign in``, ``state``."""
    why: str = ""
    """Azure: what asks for it besides the operation itself, such as a subnet that is joined."""
