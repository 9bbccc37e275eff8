"""Private link services on Azure: who may connect to what."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule


@rule(
    "network-private-link-service-restricted",
    title="A shared service is seen by named Azure subscriptions, and lets in no others",
    why="A service that is open to all Azure subscriptions is open to the world.",
    severity="high",
    types=("azure-native:network:PrivateLinkService",),
    remediation="Name the consumers' Azure subscriptions in visibility and in auto_approval; '*' is everybody.",
)
def restricted(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: "*" not in _named(subject, "visibility"), "everybody sees the service and may ask for it"),
        must(lambda: not _unseen(subject), "connections are approved that no agreement names"),
    )


def _unseen(subject: Subject) -> set[str]:
    seen, approved = _named(subject, "visibility"), _named(subject, "autoApproval")
    return approved & {"*"} if "*" in seen else approved - seen


def _named(subject: Subject, key: str) -> set[str]:
    return set(subject.value(key, "subscriptions") or ())
