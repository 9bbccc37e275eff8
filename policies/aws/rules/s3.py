"""Amazon S3."""

from collections.abc import Iterator

from policies.aws.rules.documents import listed, statements
from policies.rule import Subject, Undecidable, every, rule, value

ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
BUCKET = "aws:s3/bucket:Bucket"
BUCKET_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@rule(
    "s3-secure",
    title="Nothing in S3 is public, and nothing travels in the clear",
    why="One open bucket publishes citizens' data; whoever sits on the path can read what is not encrypted.",
    severity="critical",
    types=(ACCOUNT_BLOCK, BUCKET),
    remediation=(
        "Give the account an aws.s3.AccountPublicAccessBlock and the bucket an aws.s3.BucketPublicAccessBlock with all four flags true, "
        "and the bucket a policy that denies everybody s3:* when aws:SecureTransport is false."
    ),
    scope="stack",
    reads=(BUCKET_BLOCK, BUCKET_POLICY),
)
def secure(subject: Subject) -> Iterator[str]:
    if subject.type == ACCOUNT_BLOCK:
        yield from _open_flags(subject, "the account")
    else:
        # The bucket stays closed even if it moves to an account that is not.
        yield from every(_public(subject), _in_the_clear(subject))


def _open_flags(subject: Subject, place: str) -> Iterator[str]:
    off = [flag for flag in FLAGS if subject.value(flag) is not True]
    if off:
        yield f"{place} does not block public access: {', '.join(off)} must be true"


def _public(subject: Subject) -> Iterator[str]:
    blocks = subject.referred_by(BUCKET_BLOCK, "bucket")
    if not blocks:
        yield "the bucket has no public access block"
    yield from every(*(_open_flags(block, "the bucket") for block in blocks))


def _in_the_clear(subject: Subject) -> Iterator[str]:
    policies = subject.referred_by(BUCKET_POLICY, "bucket")
    unknown = False
    for policy in policies:
        try:
            if any(_denies_plain(statement) for statement in statements(value(policy.inputs.get("policy")))):
                return
        except Undecidable:
            unknown = True
    if unknown:
        raise Undecidable("is not known yet", "the bucket policy")
    yield "no bucket policy denies requests without TLS"


def _denies_plain(statement: object) -> bool:
    assert isinstance(statement, dict)
    condition = statement.get("Condition") or {}
    secure = (condition.get("Bool") or {}).get("aws:SecureTransport")
    everybody = statement.get("Principal") in ("*", {"AWS": "*"})
    return statement.get("Effect") == "Deny" and everybody and str(secure).lower() == "false" and "s3:*" in listed(statement.get("Action"))
