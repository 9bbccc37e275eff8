"""Azure Storage."""

from collections.abc import Iterator

from policies.rule import Subject, every, is_set, must, rule


@rule(
    "storage-account-secure",
    title="A storage account has no anonymous blobs, no shared keys, and nothing in the clear",
    why="A leaked key or an open container hands out citizens' data without a trace of who took it.",
    severity="critical",
    types=("azure-native:storage:StorageAccount",),
    remediation=(
        "Set allow_blob_public_access and allow_shared_key_access to false, enable_https_traffic_only to true, "
        "and minimum_tls_version to TLS1_2 or TLS1_3."
    ),
)
def account_secure(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: subject.settled("allowBlobPublicAccess") is False, "blobs can be made public"),
        must(lambda: subject.settled("allowSharedKeyAccess") is False, "whoever has the account's key may do anything"),
        must(lambda: subject.settled("enableHttpsTrafficOnly") in (None, True), "requests without TLS are accepted"),
        must(lambda: subject.settled("minimumTlsVersion") in ("TLS1_2", "TLS1_3"), "TLS older than 1.2 is accepted"),
    )


IMMUTABILITY = ("immutableStorageWithVersioning", "immutabilityPolicy")


@rule(
    "storage-archive-locked",
    title="What keeps blobs from being deleted is locked",
    why="An unlocked policy is taken away by whoever owns the account, and the evidence after it; a locked one by nobody.",
    severity="high",
    types=("azure-native:storage:StorageAccount",),
    remediation=(
        "Azure makes a policy unlocked. After the first run of the foundation write archive_locked_on under azure in platform.yaml, "
        "and run it again (docs/evidence-on-azure.md, Locking)."
    ),
    # A first deployment cannot be locked yet, and nothing may stop it.
    level="advisory",
)
def archive_locked(subject: Subject) -> Iterator[str]:
    if is_set(subject.get(*IMMUTABILITY)) and subject.value(*IMMUTABILITY, "state") != "Locked":
        yield "its immutability is not locked: its owner can shorten or end it"
