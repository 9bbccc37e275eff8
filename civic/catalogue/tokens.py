"""Older and versioned type tokens, and today's that mean the same.

Sources: the aliases that pulumi_azure_native 3 and pulumi_aws 7 give their resources; "Versioning" and "Local packages" in the documentation
of Pulumi's Azure Native provider. Where an old token meant several of today's types by what is in it, it is left as it is.
"""

import functools
import re
from collections.abc import Mapping

_AZURE = re.compile(
    r"azure-(?:native|nextgen)(?:_(?P<package>[a-z0-9]+)_(?P<of>v\d{8}[a-z]*))?:(?P<module>[A-Za-z0-9]+)(?:/(?P<version>v\d{8}[a-z]*|latest))?:(?P<kind>\w+)"
)
"""``azure-native:storage/v20230101:StorageAccount``; of a package for one API version ``azure-native_storage_v20230101:storage:StorageAccount``;
``azure-nextgen`` is what the provider was called before."""

_AZURE_MOVED: Mapping[tuple[str, str], str] = {
    ("cache", "redis"): """
        AccessPolicy AccessPolicyAssignment FirewallRule LinkedServer PatchSchedule PrivateEndpointConnection Redis
    """,
    ("cache", "redisenterprise"): """
        Database RedisEnterprise
    """,
    ("devices", "iothub"): """
        Certificate IotHubResource IotHubResourceEventHubConsumerGroup PrivateEndpointConnection
    """,
    ("devices", "deviceprovisioningservices"): """
        DpsCertificate IotDpsResource IotDpsResourcePrivateEndpointConnection
    """,
    ("documentdb", "cosmosdb"): """
        CassandraCluster CassandraDataCenter CassandraResourceCassandraKeyspace CassandraResourceCassandraTable
        CassandraResourceCassandraView DatabaseAccount GraphResourceGraph GremlinResourceGremlinDatabase
        GremlinResourceGremlinGraph MongoClusterFirewallRule MongoDBResourceMongoDBCollection MongoDBResourceMongoDBDatabase
        MongoDBResourceMongoRoleDefinition MongoDBResourceMongoUserDefinition NotebookWorkspace PrivateEndpointConnection Service
        SqlResourceSqlContainer SqlResourceSqlDatabase SqlResourceSqlRoleAssignment SqlResourceSqlRoleDefinition
        SqlResourceSqlStoredProcedure SqlResourceSqlTrigger SqlResourceSqlUserDefinedFunction TableResourceTable
        TableResourceTableRoleAssignment TableResourceTableRoleDefinition ThroughputPool ThroughputPoolAccount
    """,
    ("documentdb", "mongocluster"): """
        FirewallRule MongoCluster
    """,
    ("insights", "monitor"): """
        ActionGroup ActivityLogAlert AutoscaleSetting DataCollectionEndpoint DataCollectionRule DataCollectionRuleAssociation
        DiagnosticSetting ManagementGroupDiagnosticSetting MetricAlert PrivateEndpointConnection PrivateLinkScope
        PrivateLinkScopedResource ScheduledQueryRule SubscriptionDiagnosticSetting TenantActionGroup
    """,
    ("insights", "applicationinsights"): """
        AnalyticsItem Component ComponentCurrentBillingFeature ComponentLinkedStorageAccount ExportConfiguration Favorite
        MyWorkbook ProactiveDetectionConfiguration WebTest Workbook WorkbookTemplate
    """,
    ("network", "dnsresolver"): """
        DnsForwardingRuleset DnsResolver DnsResolverDomainList DnsResolverPolicy DnsResolverPolicyVirtualNetworkLink
        DnsSecurityRule ForwardingRule InboundEndpoint OutboundEndpoint PrivateResolverVirtualNetworkLink
    """,
    ("network", "dns"): """
        DnssecConfig RecordSet Zone
    """,
    ("network", "trafficmanager"): """
        Endpoint Profile TrafficManagerUserMetricsKey
    """,
    ("network", "frontdoor"): """
        Experiment FrontDoor NetworkExperimentProfile Policy RulesEngine
    """,
    ("network", "privatedns"): """
        PrivateRecordSet PrivateZone VirtualNetworkLink
    """,
}
"""(module then, module today) -> classes that kept their names."""

_AZURE_RENAMED: Mapping[str, str] = {
    "agfoodplatform:FarmBeatsModel": "agfoodplatform:DataManagerForAgricultureResource",
    "apimanagement:TagDescription": "apimanagement:ApiTagDescription",
    "azurestackhci:EdgeDevice": "azurestackhci:HciEdgeDevice",
    "azurestackhci:GalleryimageRetrieve": "azurestackhci:GalleryImage",
    "azurestackhci:Marketplacegalleryimage": "azurestackhci:MarketplaceGalleryImage",
    "azurestackhci:NetworkinterfaceRetrieve": "azurestackhci:NetworkInterface",
    "azurestackhci:StoragecontainerRetrieve": "azurestackhci:StorageContainer",
    "azurestackhci:VirtualharddiskRetrieve": "azurestackhci:VirtualHardDisk",
    "azurestackhci:VirtualmachineRetrieve": "azurestackhci:VirtualMachine",
    "azurestackhci:VirtualnetworkRetrieve": "azurestackhci:VirtualNetwork",
    "cache:EnterprisePrivateEndpointConnection": "redisenterprise:PrivateEndpointConnection",
    "dbformysql:ServerAdministrator": "dbformysql:SingleServerServerAdministrator",
    "dbformysql:VirtualNetworkRule": "dbformysql:SingleServerVirtualNetworkRule",
    "dbforpostgresql:Cluster": "dbforpostgresql:ServerGroupCluster",
    "dbforpostgresql:Role": "dbforpostgresql:ServerGroupRole",
    "dbforpostgresql:ServerAdministrator": "dbforpostgresql:SingleServerServerAdministrator",
    "dbforpostgresql:ServerGroup": "dbforpostgresql:ServerGroupCluster",
    "dbforpostgresql:ServerSecurityAlertPolicy": "dbforpostgresql:SingleServerServerSecurityAlertPolicy",
    "dbforpostgresql:VirtualNetworkRule": "dbforpostgresql:SingleServerVirtualNetworkRule",
    "edgeorder:AddressByName": "edgeorder:Address",
    "edgeorder:OrderItemByName": "edgeorder:OrderItem",
    "hybridcontainerservice:HybridIdentityMetadatum": "hybridcontainerservice:ClusterInstanceHybridIdentityMetadatum",
    "iotoperations:DataFlow": "iotoperations:Dataflow",
    "iotoperations:DataFlowEndpoint": "iotoperations:DataflowEndpoint",
    "iotoperations:DataFlowProfile": "iotoperations:DataflowProfile",
    "logic:Agreement": "logic:IntegrationAccountAgreement",
    "logic:Certificate": "logic:IntegrationAccountCertificate",
    "logic:Map": "logic:IntegrationAccountMap",
    "logic:Partner": "logic:IntegrationAccountPartner",
    "logic:Schema": "logic:IntegrationAccountSchema",
    "logic:Session": "logic:IntegrationAccountSession",
    "machinelearningservices:MachineLearningCompute": "machinelearningservices:Compute",
    "migrate:SolutionsControllerSolution": "migrate:Solution",
    "netapp:Pool": "netapp:CapacityPool",
    "netapp:Snapshot": "netapp:CapacityPoolSnapshot",
    "netapp:Subvolume": "netapp:CapacityPoolSubvolume",
    "netapp:Volume": "netapp:CapacityPoolVolume",
    "netapp:VolumeQuotaRule": "netapp:CapacityPoolVolumeQuotaRule",
    "network:VirtualWAN": "network:VirtualWan",
    "workloads:SAPApplicationServerInstance": "workloads:SapApplicationServerInstance",
    "workloads:SAPCentralInstance": "workloads:SapCentralServerInstance",
    "workloads:SAPDatabaseInstance": "workloads:SapDatabaseInstance",
    "workloads:SAPVirtualInstance": "workloads:SapVirtualInstance",
}
"""Module and class then -> today."""

_AZURE_BY_VERSION: Mapping[str, str] = {
    "cache/v20240901preview:AccessPolicyAssignment": "redisenterprise:AccessPolicyAssignment",
    "documentdb/v20240301preview:PrivateEndpointConnection": "mongocluster:PrivateEndpointConnection",
    "documentdb/v20240601preview:PrivateEndpointConnection": "mongocluster:PrivateEndpointConnection",
    "documentdb/v20240701:PrivateEndpointConnection": "mongocluster:PrivateEndpointConnection",
    "documentdb/v20241001preview:PrivateEndpointConnection": "mongocluster:PrivateEndpointConnection",
}
"""Where one class moved to two modules: by API version."""

_SINGLE_SERVER_MODULES = frozenset({"dbformysql", "dbforpostgresql"})
"""Modules whose API versions of 2017 and 2018 are of another product, the single server; today's plain names are the flexible server's."""
_SINGLE_SERVERS: Mapping[str, str] = {
    "Configuration": "SingleServerConfiguration",
    "Database": "SingleServerDatabase",
    "FirewallRule": "SingleServerFirewallRule",
    "Server": "SingleServer",
}

_AWS_MODULES = {"elasticloadbalancing": "elb", "elasticloadbalancingv2": "lb", "applicationloadbalancing": "lb", "alb": "lb"}

_AWS_RENAMED: Mapping[str, str] = {
    "chime/voiceConnectorOrganization": "chime/voiceConnectorOrigination",
    "directoryservice/conditionalForwader": "directoryservice/conditionalForwarder",
    "directoryservice/logService": "directoryservice/logSubscription",
    "ec2/encryptionControl": "ec2/vpcEncryptionControl",
    "ec2/transitGatewayPeeringAttachmentAccepter": "ec2transitgateway/peeringAttachmentAccepter",
    "lambda/microvmsImage": "lambdamicrovms/image",
    "s3/BucketObject": "s3/bucketObjectv2",
    "s3/bucketObject": "s3/bucketObjectv2",
    "ses/confgurationSet": "ses/configurationSet",
    "workspaces/webBrowserSettings": "workspacesweb/browserSettings",
    "workspaces/webNetworkSettings": "workspacesweb/networkSettings",
    "workspaces/webUserSettings": "workspacesweb/userSettings",
}
_S3_SECOND_GENERATION = frozenset(
    f"s3/bucket{part}V2"
    for part in (
        "", "AccelerateConfiguration", "Acl", "CorsConfiguration", "LifecycleConfiguration", "Logging", "ObjectLockConfiguration",
        "RequestPaymentConfiguration", "ServerSideEncryptionConfiguration", "Versioning", "WebsiteConfiguration",
    )
)  # fmt: skip
"""What today's bucket and its parts were called until pulumi-aws 7 gave them the plain names."""


def canonical(token: str) -> str:
    """Today's token of a type; any other text as it is. Asked again it answers the same."""
    if token.startswith("azure-"):
        return _azure(token)
    return _aws(token) if token.startswith("aws:") else token


def _azure(token: str) -> str:
    parts = _AZURE.fullmatch(token)
    if not parts:
        return token
    module, kind = parts["module"], parts["kind"]
    version = parts["version"] or parts["of"] or ""
    if module in _SINGLE_SERVER_MODULES and version.startswith(("v2017", "v2018")):
        kind = _SINGLE_SERVERS.get(kind, kind)
    renamed = (
        _AZURE_BY_VERSION.get(f"{module}/{version}:{kind}")
        or _AZURE_RENAMED.get(f"{module}:{kind}")
        or f"{_moved().get((module, kind), module)}:{kind}"
    )
    return f"azure-native:{renamed}"


def _aws(token: str) -> str:
    package, _, rest = token.partition(":")
    path, _, kind = rest.partition(":")
    module, _, name = path.partition("/")
    if not name or not kind:
        return token
    path = f"{_AWS_MODULES.get(module, module)}/{name}"
    path = _AWS_RENAMED.get(path, path)
    if path in _S3_SECOND_GENERATION:
        path = path.removesuffix("V2")
    last = path.partition("/")[2]
    return f"{package}:{path}:{last[:1].upper()}{last[1:]}" if path != rest.partition(":")[0] else token


@functools.cache
def _moved() -> Mapping[tuple[str, str], str]:
    return {(then, kind): today for (then, today), kinds in _AZURE_MOVED.items() for kind in kinds.split()}
