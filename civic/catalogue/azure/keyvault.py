"""Azure Key Vault."""

from dataclasses import replace

from civic.catalogue import azure_texts
from civic.catalogue.actions import Actions, of_azure, on
from civic.catalogue.row import NAME_UNLIMITED, Alone, Name, Row, words

KEY = "Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}"
SECRET = "Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}"


def _of_vault(path: str, kind: str) -> Actions:
    """Made and read through Azure Resource Manager; deleted in the vault itself, as its API for management cannot (custom_keyvault.go)."""
    return replace(of_azure(path), delete=on("{id}", f"Microsoft.KeyVault/vaults/{kind}/delete", data=True))


VAULT_BUSY = "ConflictError: a vault takes one change at a time, and each key and secret is one (pulumi-azure-native issue 1013, bicep issue 3113)"

ROWS = (
    Row(
        "azure-native:keyvault:Key",
        replaced_by=words(""),
        fixed=words("properties.kty properties.keySize properties.curveName"),
        id=KEY,
        outputs={"keyUri": "https://{vaultName}.vault.azure.net/keys/{keyName}", "keyUriWithVersion": "{keyUri}/{hash:.32}"},
        alone=(Alone("vaults", VAULT_BUSY),),
        texts={
            "keyName": azure_texts.KEY,
        },
        keep="protect and retain",
        keep_reason="what it encrypted is lost with it",
        actions=_of_vault(KEY, "keys"),
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:keyvault:Secret",
        replaced_by=words(""),
        id=SECRET,
        alone=(Alone("vaults", VAULT_BUSY),),
        texts={
            "secretName": azure_texts.KEY,
        },
        keep="protect and retain",
        keep_reason="the body filled it, and its value exists nowhere else",
        actions=_of_vault(SECRET, "secrets"),
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:keyvault:Vault",
        reach="name: what an endpoint leads to",
        replaced_by=words(""),
        name=Name("vaultName", 24, r"[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]", "global"),
        id="Microsoft.KeyVault/vaults/{vaultName}",
        keep="protect and retain",
        keep_reason="it holds keys and secrets",
    ),
)
