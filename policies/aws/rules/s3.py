"""Amazon S3."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.aws.rules.documents import comparisons, is_everybody, listed, statements
from policies.rule import Subject, Undecidable, every, is_set, rule, value

ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
BUCKET = "aws:s3/bucket:Bucket"
BUCKET_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
BUCKET_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
TRAIL = "aws:cloudtrail/trail:Trail"
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
        yield "nothing here blocks public access to the bucket"
    yield from every(*(_open_flags(block, "the bucket") for block in blocks))


def _in_the_clear(subject: Subject) -> Iterator[str]:
    policies = [policy.get("policy") for policy in subject.referred_by(BUCKET_POLICY, "bucket")]
    # Until pulumi-aws 7 a bucket could have its policy inside.
    inside = subject.get("policy")
    unknown = False
    for policy in [*policies, *([inside] if is_set(inside) else [])]:
        try:
            if any(_denies_plain(statement) for statement in statements(value(policy))):
                return
        except Undecidable:
            unknown = True
    if unknown:
        raise Undecidable("is not known yet", "the bucket policy")
    yield "no bucket policy denies requests without TLS"


def _denies_plain(statement: Mapping[str, Any]) -> bool:
    return (
        statement.get("Effect") == "Deny"
        and is_everybody(statement)
        and any(one in ("*", "s3:*") for one in listed(statement.get("Action")))
        and any(str(one).endswith("*") for one in listed(statement.get("Resource")))
        and any(found == ("bool", "aws:securetransport", ["false"]) for found in comparisons(statement))
    )


@rule(
    "s3-archive-locked",
    title="A bucket that keeps evidence is locked, for its owner too",
    why="Without a lock, or under one of mode governance, whoever has the right takes the evidence away; under one of mode compliance nobody does.",
    severity="high",
    types=(BUCKET,),
    remediation=(
        "Make the bucket with object_lock_enabled, and give it an aws.s3.BucketObjectLockConfiguration with a default retention of mode COMPLIANCE "
        "and a number of days."
    ),
    # As on Azure: what stands unlocked was deployed so, and only a person can say that what is in it is ready to be kept for ever.
    level="advisory",
    scope="stack",
    reads=(BUCKET_LOCK, TRAIL),
)
def archive_locked(subject: Subject) -> Iterator[str]:
    takes_locks = subject.get("objectLockEnabled") is True
    if not takes_locks and not subject.referred_by(TRAIL, "s3BucketName"):
        return
    locks = subject.referred_by(BUCKET_LOCK, "bucket")
    if not locks:
        yield "nothing locks what comes into it: it takes locks and has none" if takes_locks else "a trail writes into it and nothing locks it"
    for lock in locks:
        mode = lock.value("rule", "defaultRetention", "mode") if is_set(lock.get("rule")) else None
        if mode != "COMPLIANCE":
            yield f"its lock is of mode {mode or 'none'}: whoever has the right can take it away"
