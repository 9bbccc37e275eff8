"""AWS KMS."""

from collections.abc import Iterator

from policies.rule import Subject, rule


@rule(
    "kms-key-rotated",
    title="A symmetric key is rotated every year",
    why="Key material that leaked once would otherwise open everything encrypted ever after.",
    severity="medium",
    types=("aws:kms/key:Key",),
    remediation="Set enable_key_rotation to true.",
)
def key_rotated(subject: Subject) -> Iterator[str]:
    kind = subject.value("customerMasterKeySpec") or "SYMMETRIC_DEFAULT"
    # AWS rotates no key whose material lies in a key store of one's own.
    if kind == "SYMMETRIC_DEFAULT" and not subject.is_set("customKeyStoreId") and subject.value("enableKeyRotation") is not True:
        yield "the key is not rotated"
