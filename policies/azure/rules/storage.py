"""Azure Storage."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule


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
