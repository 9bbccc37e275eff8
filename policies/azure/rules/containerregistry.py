"""Registries on Azure."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule


@rule(
    "containerregistry-private",
    title="A registry is private and known to identities alone",
    why="Whoever writes into a registry writes what every application runs.",
    severity="high",
    types=("azure-native:containerregistry:Registry",),
    remediation="Set admin_user_enabled and anonymous_pull_enabled to false, and public_network_access and the export policy to Disabled.",
)
def private(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: subject.value("adminUserEnabled") in (None, False), "there is an administrator with a password"),
        must(lambda: subject.value("anonymousPullEnabled") in (None, False), "anybody may fetch images"),
        must(lambda: subject.value("publicNetworkAccess") == "Disabled", "the registry answers public networks"),
        must(lambda: subject.value("policies", "exportPolicy", "status") == "disabled", "images can be copied out"),
    )
