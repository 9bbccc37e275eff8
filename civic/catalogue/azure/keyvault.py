"""Azure Key Vault."""

from civic.catalogue.row import NAME_UNLIMITED, REPLACEMENT_UNREAD, Name, Row

ROWS = (
    Row(
        "azure-native:keyvault:Key",
        id="Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}",
        outputs={"keyUri": "https://{vaultName}.vault.azure.net/keys/{keyName}", "keyUriWithVersion": "{keyUri}/{hash:.32}"},
        keep="protect and retain",
        keep_reason="what it encrypted is lost with it",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:keyvault:Secret",
        id="Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}",
        keep="protect and retain",
        keep_reason="the body filled it, and its value exists nowhere else",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:keyvault:Vault",
        name=Name("vaultName", 24, r"[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]", "global"),
        id="Microsoft.KeyVault/vaults/{vaultName}",
        keep="protect and retain",
        keep_reason="it holds keys and secrets",
        lacks=REPLACEMENT_UNREAD,
    ),
)
