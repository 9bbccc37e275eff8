"""Azure Key Vault."""

from collections.abc import Iterator

from policies.rule import Subject, rule


@rule(
    "keyvault-resists-purge",
    title="A vault keeps what is deleted and gives rights by role",
    why="A key purged in anger makes every backup unreadable.",
    severity="high",
    types=("azure-native:keyvault:Vault",),
    controls={"ncsc-csp": ("2.3",), "ncsc-caf-v3.2": ("B3.c", "B5.c")},
    remediation="Set enable_purge_protection and enable_rbac_authorization to true.",
)
def vault_resists_purge(subject: Subject) -> Iterator[str]:
    if subject.value("properties", "enablePurgeProtection") is not True:
        yield "what is deleted can be purged at once"
    if subject.value("properties", "enableRbacAuthorization") is not True:
        yield "rights come from access policies, which no role assignment shows"
