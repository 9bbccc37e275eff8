"""Azure Container Registry."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Name, Row, words

ROWS = (
    Row(
        "azure-native:containerregistry:CacheRule",
        replaced_by=words(""),
        fixed=words("sourceRepository targetRepository"),
        id="Microsoft.ContainerRegistry/registries/{registryName}/cacheRules/{cacheRuleName}",
        texts={
            "cacheRuleName": azure_texts.CACHE_RULE,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:containerregistry:CredentialSet",
        replaced_by=words(""),
        fixed=words("loginServer"),
        id="Microsoft.ContainerRegistry/registries/{registryName}/credentialSets/{credentialSetName}",
        texts={
            "credentialSetName": azure_texts.CACHE_RULE,
        },
        keep="no",
        keep_reason="what it names lies in a vault",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:containerregistry:Registry",
        reach="name: what an endpoint leads to",
        replaced_by=words(""),
        fixed=words("zoneRedundancy"),
        name=Name("registryName", 50, r"[a-zA-Z0-9]{5,50}", "global"),
        id="Microsoft.ContainerRegistry/registries/{registryName}",
        outputs={"loginServer": "{registryName}.azurecr.io"},
        keep="protect and retain",
        keep_reason="it holds images that run, and their source may have deleted them",
    ),
)
