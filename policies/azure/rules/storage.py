"""Azure Storage."""

from collections.abc import Iterator

from policies.rule import Subject, rule

ACCOUNT = ("azure-native:storage:StorageAccount",)


@rule(
    "storage-account-closed",
    title="A storage account has no anonymous blobs and no shared keys",
    why="A leaked key or an open container hands out citizens' data without a trace of who took it.",
    severity="critical",
    types=ACCOUNT,
    controls={"ncsc-csp": ("3", "10", "11"), "ncsc-caf-v3.2": ("B2.a", "B3.c")},
    remediation="Set allow_blob_public_access and allow_shared_key_access to false.",
)
def account_closed(subject: Subject) -> Iterator[str]:
    if subject.value("allowBlobPublicAccess") is not False:
        yield "blobs can be made public"
    if subject.value("allowSharedKeyAccess") is not False:
        yield "whoever has the account's key may do anything"


@rule(
    "storage-account-modern-tls",
    title="A storage account takes TLS 1.2 or better, and nothing in the clear",
    why="Whoever sits on the path can read what travels in the clear.",
    severity="high",
    types=ACCOUNT,
    controls={"ncsc-csp": ("1",), "ncsc-caf-v3.2": ("B3.b",)},
    remediation="Set enable_https_traffic_only to true and minimum_tls_version to TLS1_2 or TLS1_3.",
)
def account_modern_tls(subject: Subject) -> Iterator[str]:
    if subject.value("enableHttpsTrafficOnly") is not True:
        yield "requests without TLS are accepted"
    if subject.value("minimumTlsVersion") not in ("TLS1_2", "TLS1_3"):
        yield "TLS older than 1.2 is accepted"
