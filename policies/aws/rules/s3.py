"""Amazon S3."""

from collections.abc import Iterator

from policies.aws.rules.documents import listed, statements
from policies.rule import Subject, Undecidable, rule, value

FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _open_flags(subject: Subject) -> Iterator[str]:
    off = [flag for flag in FLAGS if subject.value(flag) is not True]
    if off:
        yield f"public access is not blocked: {', '.join(off)} must be true"


@rule(
    "s3-account-public-access-blocked",
    title="An account blocks all public access to its buckets",
    why="One open bucket is how most public bodies have lost citizens' data.",
    severity="critical",
    types=("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",),
    controls={"ncsc-csp": ("3", "11"), "ncsc-caf-v3.2": ("B3.c", "B4.b")},
    remediation="Set all four flags of the account's public access block to true.",
)
def account_public_access_blocked(subject: Subject) -> Iterator[str]:
    yield from _open_flags(subject)


@rule(
    "s3-bucket-public-access-blocked",
    title="A bucket has a public access block with all four flags",
    why="The bucket stays closed even if it moves to an account that is not.",
    severity="high",
    types=("aws:s3/bucket:Bucket",),
    controls={"ncsc-csp": ("3", "11"), "ncsc-caf-v3.2": ("B3.c", "B4.b")},
    remediation="Add an aws.s3.BucketPublicAccessBlock for the bucket with all four flags true.",
    joins=True,
)
def bucket_public_access_blocked(subject: Subject) -> Iterator[str]:
    blocks = subject.referrers("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "bucket")
    if not blocks:
        yield "the bucket has no public access block"
    for block in blocks:
        yield from _open_flags(block)


@rule(
    "s3-bucket-tls-only",
    title="A bucket refuses requests that are not encrypted in transit",
    why="Whoever sits on the path can read what travels in the clear.",
    severity="medium",
    types=("aws:s3/bucket:Bucket",),
    controls={"ncsc-csp": ("1",), "ncsc-caf-v3.2": ("B3.b",)},
    remediation="Add a bucket policy that denies everybody when aws:SecureTransport is false.",
    joins=True,
)
def bucket_encrypted_transport_only(subject: Subject) -> Iterator[str]:
    policies = subject.referrers("aws:s3/bucketPolicy:BucketPolicy", "bucket")
    unknown = False
    for policy in policies:
        try:
            if any(_denies_plain(statement) for statement in statements(value(policy.inputs.get("policy")))):
                return
        except Undecidable:
            unknown = True
    if unknown:
        raise Undecidable("the bucket policy is not known yet")
    yield "no bucket policy denies requests without TLS"


def _denies_plain(statement: object) -> bool:
    assert isinstance(statement, dict)
    condition = statement.get("Condition") or {}
    secure = (condition.get("Bool") or {}).get("aws:SecureTransport")
    everybody = statement.get("Principal") in ("*", {"AWS": "*"})
    return statement.get("Effect") == "Deny" and everybody and str(secure).lower() == "false" and "s3:*" in listed(statement.get("Action"))
