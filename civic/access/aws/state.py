"""What Pulumi, and whoever writes and reads cards, ask of a bucket and of keys for one stack.

Sources: pulumi/pkg ``backend/diy`` (``backend.go``, ``state.go``, ``lock.go``: login reads ``.pulumi/meta.yaml``; an update locks, reads and
writes the checkpoint, copies it to ``backups`` and ``history``); ``secrets/cloud/manager.go`` and gocloud.dev ``secrets/awskms`` (a data key
of the stack is encrypted once with ``Encrypt`` and opened with ``Decrypt``, under the encryption context that the address names).
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from civic.access.aws.request import Principal, Request
from civic.access.runs import Run, StateStore

OPENED, WRITTEN, GONE = "s3:GetObject", "s3:PutObject", "s3:DeleteObject"


def state_requests(run: Run, signed_in: Principal) -> Iterator[tuple[Request, str]]:
    """Everything that is asked for the state, the secrets and the cards of the run's stack, without what S3 asks of a key then.

    With each the ARN of the key that the caller names; empty for the bucket's own.
    """
    store = run.store
    if store is None or not store.login.startswith("s3://"):
        return
    partition = run.client.split(":")[1]
    bucket = f"arn:{partition}:s3:::{urlsplit(store.login).netloc}"
    yield Request(signed_in, "s3:ListBucket", bucket, context={"s3:prefix": (f".pulumi/stacks/{store.project}/",)}), ""
    yield from ((Request(signed_in, action, f"{bucket}/{key}"), "") for action, key in _state(store.project, run.stack))
    cards = _key(store.cards, "key", signed_in)
    yield from ((Request(signed_in, action, f"{bucket}/{key}"), cards) for action, key in _cards(store, run.stack))
    yield from ((request, "") for request in secrets_requests(store.secrets, signed_in))


def _state(project: str, stack: str) -> Iterator[tuple[str, str]]:
    yield OPENED, ".pulumi/meta.yaml"
    for action in (OPENED, WRITTEN, GONE):
        yield action, f".pulumi/stacks/{project}/{stack}.json"
        yield action, f".pulumi/locks/organization/{project}/{stack}/00000000-0000-0000-0000-000000000000.json"
    yield WRITTEN, f".pulumi/stacks/{project}/{stack}.json.bak"
    for kept in ("history", "backups"):
        yield WRITTEN, f".pulumi/{kept}/{project}/{stack}/{stack}-1795680000000000000.json"


def _cards(store: StateStore, stack: str) -> Iterator[tuple[str, str]]:
    prefix = urlsplit(store.cards).path.strip("/")
    yield WRITTEN, f"{prefix}/{stack}.json"
    yield from ((OPENED, f"{prefix}/{above}.json") for above in store.reads)


def secrets_requests(address: str, signed_in: Principal) -> Iterator[Request]:
    """What is asked of the key that a stack's secrets are encrypted with, given by its address."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    key = _arn(parts.path.strip("/"), asked.get("region", ""), signed_in)
    pairs = {name.removeprefix("context_"): value for name, value in asked.items() if name.startswith("context_")}
    context: dict[str, tuple[str, ...]] = {f"kms:encryptioncontext:{name.lower()}": (value,) for name, value in pairs.items()}
    if pairs:
        context["kms:encryptioncontextkeys"] = tuple(pairs)
    yield from (Request(signed_in, action, key, context=context) for action in ("kms:Encrypt", "kms:Decrypt"))


def _key(address: str, parameter: str, signed_in: Principal) -> str:
    asked = dict(parse_qsl(urlsplit(address).query))
    return _arn(asked[parameter], asked.get("region", ""), signed_in) if parameter in asked else ""


def _arn(named: str, region: str, signed_in: Principal) -> str:
    """ARN of a key or alias that an address names."""
    partition = signed_in.arn.split(":")[1]
    if named.startswith("arn:"):
        return named
    return f"arn:{partition}:kms:{region}:{signed_in.account}:{named if named.startswith('alias/') else 'key/' + named}"
