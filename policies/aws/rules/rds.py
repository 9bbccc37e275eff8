"""Databases on AWS."""

import re
from collections.abc import Iterator

from policies.rule import Subject, every, must, rule

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup"
CLUSTER_PARAMETER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
LEAST_DAYS = 7
TLS_PARAMETERS = (
    (re.compile(r"postgres"), "rds.force_ssl", 15),
    (re.compile(r"aurora-postgresql"), "rds.force_ssl", 17),
    (re.compile(r"sqlserver-.*"), "rds.force_ssl", None),
    (re.compile(r"mysql"), "require_secure_transport", None),
    (re.compile(r"aurora(-mysql)?"), "require_secure_transport", None),
    (re.compile(r"mariadb"), "require_secure_transport", None),
)
"""Engine, the parameter by which it speaks TLS alone, and the major version since which that is its default (RDS user guide, "Using SSL/TLS").
Oracle and Db2 do it by other means than a parameter, which nobody here looks at."""


@rule(
    "rds-secure",
    title="A database is private, encrypted, in two zones, backed up, and can neither be deleted by mistake nor spoken to in the clear",
    why="It holds what every application knows of citizens, and it is what cannot be made again.",
    severity="critical",
    types=(INSTANCE, CLUSTER, CLUSTER_INSTANCE),
    remediation=(
        "Set publicly_accessible false, storage_encrypted with kms_key_id, multi_az, deletion_protection, manage_master_user_password, a "
        f"backup_retention_period of {LEAST_DAYS} or more, skip_final_snapshot false, and a parameter group with rds.force_ssl 1 or, for MySQL and "
        "MariaDB, require_secure_transport 1."
    ),
    scope="stack",
    reads=(PARAMETER_GROUP, CLUSTER_PARAMETER_GROUP),
)
def secure(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: subject.value("publiclyAccessible") in (None, False), "the database has a public address"),
        must(lambda: subject.value("autoMinorVersionUpgrade") in (None, True), "known flaws stay"),
        *(() if subject.type == CLUSTER_INSTANCE else _data(subject)),
        *(() if subject.type == CLUSTER_INSTANCE else _source(subject)),
        must(lambda: subject.type != INSTANCE or _is_replica(subject) or subject.value("multiAz") is True, "it is lost with its zone"),
    )


def _data(subject: Subject) -> Iterator[Iterator[str]]:
    # A copy, and what is made from a snapshot, is encrypted as what it comes from.
    inherits = _is_replica(subject) or subject.is_set("snapshotIdentifier")
    yield must(lambda: inherits or subject.value("storageEncrypted") is True, "its storage is not encrypted")
    ours = "its storage is not encrypted with a key of ours"
    yield must(lambda: inherits or subject.value("storageEncrypted") is not True or subject.is_set("kmsKeyId"), ours)
    yield must(lambda: subject.value("deletionProtection") is True, "anybody who may change it may delete it")
    yield must(lambda: subject.value("skipFinalSnapshot") in (None, False), "nothing is left when it is deleted")
    yield must(lambda: _in_tls_alone(subject), "it can be spoken to in the clear")


def _source(subject: Subject) -> Iterator[Iterator[str]]:
    """What a replica has from its source: backups and the administrator."""
    replica = _is_replica(subject)
    yield must(lambda: replica or (subject.value("backupRetentionPeriod") or 0) >= LEAST_DAYS, f"backups are kept for less than {LEAST_DAYS} days")
    yield must(lambda: replica or subject.value("manageMasterUserPassword") is True, "its administrator's password is in the state")


def _is_replica(subject: Subject) -> bool:
    return subject.is_set("replicateSourceDb") or subject.is_set("replicationSourceIdentifier")


def _in_tls_alone(subject: Subject) -> bool:
    engine = str(subject.settled("engine") or "postgres")
    demanded = next(((name, since) for pattern, name, since in TLS_PARAMETERS if pattern.fullmatch(engine)), None)
    if demanded is None:
        return True
    name, since = demanded
    values = [str(parameter["value"]) for group in _groups(subject) for parameter in group.value("parameters") or () if parameter["name"] == name]
    if values:
        return all(one.lower() in ("1", "on") for one in values)
    major = re.match(r"\d+", str(subject.settled("engineVersion") or ""))
    return since is not None and major is not None and int(major[0]) >= since


def _groups(subject: Subject) -> tuple[Subject, ...]:
    if subject.type == CLUSTER:
        return subject.refers_to(CLUSTER_PARAMETER_GROUP, "dbClusterParameterGroupName")
    return subject.refers_to(PARAMETER_GROUP, "parameterGroupName")
