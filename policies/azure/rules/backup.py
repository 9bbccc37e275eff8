"""Backups on Azure."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule

SECURITY = ("properties", "securitySettings")


@rule(
    "backup-vault-resists-deletion",
    title="A backup vault is immutable for good, and keeps what is deleted",
    why="Ransomware looks for the backups first; a locked vault refuses even an administrator.",
    severity="high",
    types=("azure-native:dataprotection:BackupVault", "azure-native:recoveryservices:Vault"),
    remediation="Set immutability_settings.state to Locked and soft delete to AlwaysOn in the vault's security_settings.",
)
def vault_resists_deletion(subject: Subject) -> Iterator[str]:
    # The two services spell soft delete in their own ways: state AlwaysOn, softDeleteState AlwaysON.
    soft = "state" if subject.type.startswith("azure-native:dataprotection:") else "softDeleteState"
    yield from every(
        must(
            lambda: subject.value(*SECURITY, "immutabilitySettings", "state") == "Locked",
            "the vault's immutability is not locked: backups can be deleted early",
        ),
        must(
            lambda: str(subject.value(*SECURITY, "softDeleteSettings", soft) or "").lower() == "alwayson",
            "soft delete can be switched off: what is deleted is gone",
        ),
    )
