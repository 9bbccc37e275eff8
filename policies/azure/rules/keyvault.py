"""Azure Key Vault."""

from collections.abc import Iterator

from policies.rule import Subject, every, must, rule


@rule(
    "keyvault-resists-purge",
    title="A vault keeps what is deleted and gives rights by role",
    why="Whoever purges a key makes everything unreadable that it encrypts, backups too.",
    severity="high",
    types=("azure-native:keyvault:Vault",),
    remediation="Set enable_purge_protection and enable_rbac_authorization to true.",
)
def vault_resists_purge(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: subject.settled("properties", "enablePurgeProtection") is True, "what is deleted can be purged at once"),
        must(
            lambda: subject.settled("properties", "enableRbacAuthorization") is True,
            "rights come from access policies, which no role assignment shows",
        ),
    )
