"""Databases on AWS."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule

LEAST_DAYS = 7


@rule(
    "rds-kept",
    title="A database is private, encrypted, in two zones, backed up, and can neither be deleted by mistake nor spoken to in the clear",
    why="It holds what every application knows of citizens, and it is what cannot be made again.",
    severity="critical",
    types=("aws:rds/instance:Instance",),
    controls={
        "ncsc-csp": ("1", "2.3", "2.5", "5.1", "11"),
        "ncsc-caf-v3.2": ("B3.b", "B3.c", "B4.a", "B4.d", "B5.b", "B5.c"),
        "cis-aws-v7.0": ("3.2.1", "3.2.2", "3.2.3", "3.2.4"),
    },
    remediation=(
        "Set publicly_accessible false, storage_encrypted with kms_key_id, multi_az, deletion_protection, manage_master_user_password, "
        f"a backup_retention_period of {LEAST_DAYS} or more, skip_final_snapshot false, and a parameter group with rds.force_ssl 1."
    ),
    joins=True,
)
def kept(subject: Subject) -> Iterator[str]:
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
    groups = subject.meant("aws:rds/parameterGroup:ParameterGroup", "parameterGroupName")
    return any(
        parameter["name"] == "rds.force_ssl" and str(parameter["value"]) == "1" for group in groups for parameter in group.value("parameters") or ()
    )
