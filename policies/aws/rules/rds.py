"""Databases on AWS."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule

PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup"
LEAST_DAYS = 7


@rule(
    "rds-secure",
    title="A database is private, encrypted, in two zones, backed up, and can neither be deleted by mistake nor spoken to in the clear",
    why="It holds what every application knows of citizens, and it is what cannot be made again.",
    severity="critical",
    types=("aws:rds/instance:Instance",),
    remediation=(
        "Set publicly_accessible false, storage_encrypted with kms_key_id, multi_az, deletion_protection, manage_master_user_password, "
        f"a backup_retention_period of {LEAST_DAYS} or more, skip_final_snapshot false, and a parameter group with rds.force_ssl 1."
    ),
    scope="stack",
    reads=(PARAMETER_GROUP,),
)
def secure(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: subject.value("publiclyAccessible") in (None, False), "the database has a public address"),
        must(lambda: subject.value("storageEncrypted") is True and subject.is_set("kmsKeyId"), "its storage is not encrypted with a key of ours"),
        must(lambda: subject.value("multiAz") is True, "it is lost with its zone"),
        must(lambda: subject.value("deletionProtection") is True, "anybody who may change it may delete it"),
        must(lambda: (subject.value("backupRetentionPeriod") or 0) >= LEAST_DAYS, f"backups are kept for less than {LEAST_DAYS} days"),
        must(lambda: subject.value("skipFinalSnapshot") in (None, False), "nothing is left when it is deleted"),
        must(lambda: subject.value("autoMinorVersionUpgrade") in (None, True), "known flaws stay"),
        must(lambda: subject.value("manageMasterUserPassword") is True, "its administrator's password is in the state"),
        must(lambda: _in_tls_alone(subject), "it can be spoken to in the clear"),
    )


def _in_tls_alone(subject: Subject) -> bool:
    groups = subject.refers_to(PARAMETER_GROUP, "parameterGroupName")
    return any(
        parameter["name"] == "rds.force_ssl" and str(parameter["value"]) == "1" for group in groups for parameter in group.value("parameters") or ()
    )
