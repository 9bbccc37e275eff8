"""Azure Database for PostgreSQL."""

from dataclasses import replace

from civic.catalogue import azure_texts
from civic.catalogue.actions import of_azure
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Alone, Name, Row, words

SETTING = "Microsoft.DBforPostgreSQL/flexibleServers/{serverName}/configurations/{configurationName}"
"""It cannot be deleted: it is set back to what it was (custom_postgres_config.go)."""

SERVER_BUSY = (
    "ServerIsBusy: a server takes one change at a time, whichever of its parts it is "
    "(terraform-provider-azurerm issues 19962 and 28298, azure-postgresql issue 134)"
)

ROWS = (
    Row(
        "azure-native:dbforpostgresql:AdministratorsMicrosoftEntra",
        replaced_by=words(""),
        fixed=words("tenantId"),
        id="Microsoft.DBforPostgreSQL/flexibleServers/{serverName}/administrators/{objectId}",
        alone=(Alone("flexibleServers", SERVER_BUSY),),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dbforpostgresql:Configuration",
        replaced_by=words(""),
        id=SETTING,
        alone=(Alone("flexibleServers", SERVER_BUSY),),
        texts={
            "configurationName": azure_texts.PARAMETER,
        },
        keep="no",
        keep_reason=REMADE,
        actions=replace(of_azure(SETTING), delete=of_azure(SETTING).read + of_azure(SETTING).update),
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dbforpostgresql:Server",
        reach="name: what an endpoint leads to",
        replaced_by=words("administratorLogin sourceServerResourceId backup.geoRedundantBackup"),
        fixed=words("network.delegatedSubnetResourceId"),
        name=Name("serverName", 63, r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", "global"),
        id="Microsoft.DBforPostgreSQL/flexibleServers/{serverName}",
        outputs={"fullyQualifiedDomainName": "{serverName}.postgres.database.azure.com"},
        keep="protect and retain",
        keep_reason="it holds applications' data",
    ),
)
