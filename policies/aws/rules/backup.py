"""AWS Backup."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule

LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
LEAST_DAYS = 35


@rule(
    "backup-vault-locked",
    title="A backup vault is locked, so that nobody can delete its backups early",
    why="Ransomware looks for the backups first; a locked vault refuses even an administrator.",
    severity="high",
    types=("aws:backup/vault:Vault",),
    remediation=f"Add an aws.backup.VaultLockConfiguration with changeable_for_days and a min_retention_days of {LEAST_DAYS} or more.",
    scope="stack",
    reads=(LOCK,),
)
def vault_locked(subject: Subject) -> Iterator[str]:
    locks = subject.referred_by(LOCK, "backupVaultName")
    if not locks:
        yield "the vault is not locked: its backups can be deleted"
    yield from every(*(_final(lock) for lock in locks))


def _final(lock: Subject) -> Iterator[str]:
    # Without a date the lock is in governance mode, which whoever has the right may lift.
    yield from every(
        must(lambda: lock.value("changeableForDays") is not None, "the vault's lock has no date from which it is final"),
        must(lambda: (lock.value("minRetentionDays") or 0) >= LEAST_DAYS, f"the vault's lock keeps backups for less than {LEAST_DAYS} days"),
    )
