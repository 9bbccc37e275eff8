"""Databases on Azure."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule

SETTING = "azure-native:dbforpostgresql:Configuration"
LEAST_DAYS = 7
DEMANDED = {"require_secure_transport": ("on", "ON"), "ssl_min_protocol_version": ("TLSv1.2", "TLSv1.3")}
"""Server parameters, and what each may be."""


@rule(
    "dbforpostgresql-secure",
    title="A database is private, in two zones, backed up, known to the directory, and never spoken to in the clear",
    why="It holds what every application knows of citizens, and it is what cannot be made again.",
    severity="critical",
    types=("azure-native:dbforpostgresql:Server",),
    remediation=(
        "Set public_network_access to Disabled, high_availability.mode to ZoneRedundant, active_directory_auth to Enabled, "
        f"backup_retention_days to {LEAST_DAYS} or more, and the server's parameters require_secure_transport and ssl_min_protocol_version."
    ),
    scope="stack",
    reads=(SETTING,),
)
def secure(subject: Subject) -> Iterator[str]:
    # A replica has its source's backups, and none of its own beside it.
    replica = subject.value("createMode") == "Replica" and subject.is_set("sourceServerResourceId")
    yield from every(
        must(
            lambda: subject.is_set("network", "delegatedSubnetResourceId") or subject.settled("network", "publicNetworkAccess") == "Disabled",
            "the database answers public networks",
        ),
        must(lambda: replica or subject.value("highAvailability", "mode") == "ZoneRedundant", "it is lost with its zone"),
        must(
            lambda: replica or (subject.settled("backup", "backupRetentionDays") or 7) >= LEAST_DAYS,
            f"backups are kept for less than {LEAST_DAYS} days",
        ),
        must(lambda: subject.settled("authConfig", "activeDirectoryAuth") == "Enabled", "people sign in past the directory"),
        *(must(lambda key=key: _is(subject, key), f"its parameter {key} lets it be spoken to in the clear") for key in DEMANDED),
    )


def _is(subject: Subject, key: str) -> bool:
    settings = [one for one in subject.referred_by(SETTING, "serverName") if one.value("configurationName") == key]
    # Both are the server's own default.
    return all(one.value("value") in DEMANDED[key] for one in settings)
