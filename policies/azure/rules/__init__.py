"""Rules for Azure, by service. To add one, write it in its service's module and list it here."""

from policies.azure.rules import authorization, backup, keyvault, logs, network, storage

RULES = (
    storage.account_closed,
    keyvault.vault_resists_purge,
    network.subnet_guarded,
    network.no_public_administration,
    network.hub_connection_inspected,
    network.firewall_denies_threats,
    authorization.no_star_role,
    authorization.federation_exact,
    logs.workspace_keeps_logs,
    backup.vault_resists_deletion,
)
