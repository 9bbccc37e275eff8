"""Numbers, words and times as Azure takes them: type -> path (``*`` for each of a list or of a mapping) -> what is allowed.

What the descriptions in bicep-types-az say of these values was compared in November 2026. Of a source that is marked "not read again" neither they nor a page that
could be read say it: the row is from memory, and a sandbox decides.
"""

from collections.abc import Mapping

from civic.catalogue.allowed import DURATION, IPV4, MAILBOX, Allowed, Number, Word, numbers, words

_VAULT, _POSTGRES = "Microsoft Learn, Microsoft.KeyVault/vaults", "Microsoft Learn, Azure Database for PostgreSQL flexible server"
_QUERY_RULE = "Microsoft Learn, Microsoft.Insights/scheduledQueryRules"
_METRIC = "Microsoft Learn, Microsoft.Insights/metricAlerts"
_RECORD = Number(0, 2_147_483_647, "Microsoft Learn, Azure DNS zones and records: time to live")
_PREFIX_OF_HUB = Word(r".+/(\d|1\d|2[0-4])", "a range of /24 or larger", "Microsoft Learn, Virtual WAN FAQ: the smallest address space of a hub")

_ADDRESS = Word(IPV4, "an IPv4 address", "RFC 791")
_DURATION = Word(DURATION, "an ISO 8601 duration (P35D)", "ISO 8601")
_MOMENT = Word(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?",
    "a moment as ISO 8601 writes it",
    "Microsoft Learn, PIM for Azure resources REST API",
)
_ACTION = Word(r"\*|\*/.+|[A-Za-z0-9.]+/.+", "*, */read, or <provider>/<type>/<action>", "Microsoft Learn, Azure custom roles: Actions")
_DATA_LOCATIONS = (
    "Africa", "Asia Pacific", "Australia", "Brazil", "Canada", "Europe", "France", "Germany", "India", "Japan", "Korea", "Norway", "Switzerland", "UAE",
    "UK", "United States", "usgov",
)  # fmt: skip
_WAF = "Microsoft Learn, WAF on Application Gateway: request and file upload size limits"
_MAILBOX = Word(MAILBOX, "a mailbox", "Microsoft Learn, Action groups: email")
_GATEWAY = "Microsoft Learn, Application Gateway: configuration of probes and backend settings"
_PROBE = "Microsoft Learn, Health probes in Azure Container Apps; limits of the REST API, ContainerAppProbe"
_DNS_RULES = "Microsoft Learn, DNS security policy: rules (not read again)"
_NAME_OF_SECRET = Word(
    r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", "small letters, digits, - and .", "Microsoft Learn, Manage secrets in Azure Container Apps (not read again)"
)
_EFFECTS = (
    "addToNetworkGroup append audit auditIfNotExists deny denyAction deployIfNotExists disabled manual modify mutate "
    "Append Audit AuditIfNotExists Deny DenyAction DeployIfNotExists Disabled Manual Modify Mutate AddToNetworkGroup"
)
_DELEGATIONS = (
    "Microsoft.App/environments Microsoft.App/testClients Microsoft.ContainerInstance/containerGroups Microsoft.DBforPostgreSQL/flexibleServers "
    "Microsoft.DBforMySQL/flexibleServers Microsoft.Network/dnsResolvers Microsoft.Netapp/volumes Microsoft.NetApp/volumes Microsoft.Web/serverFarms "
    "Microsoft.Web/hostingEnvironments Microsoft.Sql/managedInstances Microsoft.Databricks/workspaces Microsoft.ApiManagement/service "
    "Microsoft.Network/applicationGateways Microsoft.Network/virtualNetworkGateways Microsoft.DevOpsInfrastructure/pools Microsoft.BareMetal/AzureVMware "
    "Microsoft.StoragePool/diskPools Microsoft.HardwareSecurityModules/dedicatedHSMs Microsoft.Logic/integrationServiceEnvironments "
    "Microsoft.Batch/batchAccounts Microsoft.AVS/PrivateClouds Microsoft.PowerPlatform/enterprisePolicies Microsoft.ServiceFabricMesh/networks "
    "Microsoft.StreamAnalytics/streamingJobs Microsoft.Orbital/orbitalGateways Microsoft.Synapse/workspaces Microsoft.LabServices/labplans "
    "Microsoft.Kusto/clusters Microsoft.MachineLearningServices/workspaces Microsoft.ContainerService/managedClusters Dell.Storage/fileSystems "
    "Qumulo.Storage/fileSystems PaloAltoNetworks.Cloudngfw/firewalls NGINX.NGINXPLUS/nginxDeployments Oracle.Database/networkAttachments "
    "GitHub.Network/networkSettings Microsoft.CloudTest/pools Microsoft.CloudTest/images Microsoft.DevCenter/networkConnection "
    "Microsoft.DelegatedNetwork/controller Microsoft.AzureCosmosDB/clusters Microsoft.DocumentDB/cassandraClusters Microsoft.Network/networkWatchers"
)
_RESERVED = (
    "administrator admin user user1 test user2 test1 user3 admin1 1 123 a actuser adm admin2 aspnet backup console david guest john owner root server sql "
    "support support_388945a0 sys test2 test3 user4 user5"
)

AZURE_ALLOWED: Mapping[str, Mapping[str, Allowed]] = {
    "azure-native:app:Job": {
        "configuration.secrets.*.name": _NAME_OF_SECRET,
        "configuration.replicaTimeout": Number(1, 2_147_483_647, "Microsoft Learn, Jobs in Azure Container Apps (not read again)"),
        "configuration.replicaRetryLimit": Number(0, 10, "Microsoft Learn, Jobs in Azure Container Apps (not read again)"),
        "configuration.triggerType": words("Manual Schedule Event", "Microsoft Learn, Jobs in Azure Container Apps (not read again)"),
    },
    "azure-native:app:ManagedEnvironment": {
        "workloadProfiles.*.maximumCount": Number(1, 100, "Microsoft Learn, Workload profiles in Azure Container Apps (not read again)")
    },
    "azure-native:consumption:Budget": {
        "notifications.*.threshold": Number(0, 1000, "Microsoft Learn, Consumption budgets REST API: threshold"),
        "notifications.*.contactEmails.*": _MAILBOX,
        "amount": Number(0.01, 1e12, "Microsoft Learn, Consumption budgets REST API: amount"),
    },
    "azure-native:dataprotection:BackupVault": {
        "properties.securitySettings.softDeleteSettings.retentionDurationInDays": Number(
            14, 180, "Microsoft Learn, Enhanced soft delete for Azure Backup"
        )
    },
    "azure-native:dbforpostgresql:Configuration": {
        "source": words("user-override system-default", "Microsoft Learn, PostgreSQL flexible server configurations REST API: source")
    },
    "azure-native:dbforpostgresql:Server": {
        "administratorLogin": Word(
            r"(?!pg_)(?!(?:azure_superuser|azure_pg_admin|admin|administrator|root|guest|public|sa|azuresu)$)[A-Za-z0-9_][A-Za-z0-9_-]{0,62}",
            "a name that is not PostgreSQL's or Azure's own (pg_..., azure_superuser, admin ...)",
            f"{_POSTGRES}: create a server",
        ),
        "availabilityZone": words("1 2 3", f"{_POSTGRES}: availability zones"),
        "highAvailability.standbyAvailabilityZone": words("1 2 3", f"{_POSTGRES}: availability zones"),
        "backup.backupRetentionDays": Number(7, 35, f"{_POSTGRES}: backup and restore"),
        "storage.storageSizeGB": numbers("32 64 128 256 512 1024 2048 4095 4096 8192 16384 32767", f"{_POSTGRES}: storage, Premium SSD"),
    },
    "azure-native:keyvault:Key": {
        "properties.keyOps.*": words("encrypt decrypt sign verify wrapKey unwrapKey import release", "Microsoft Learn, Key Vault keys: operations"),
        "properties.rotationPolicy.attributes.expiryTime": Word(
            r"P(?!([0-9]|1\d|2[0-7])D$).+", "28 days at least", "Microsoft Learn, Configure key rotation: expiry time (not read again)"
        ),
        "properties.keySize": numbers("2048 3072 4096", "Microsoft Learn, Key Vault: key types and sizes"),
    },
    "azure-native:keyvault:Vault": {"properties.softDeleteRetentionInDays": Number(7, 90, _VAULT)},
    "azure-native:managedidentity:FederatedIdentityCredential": {
        "issuer": Word(r"https://\S+", "an address that begins with https://", "Microsoft Learn, Workload identity federation: considerations")
    },
    "azure-native:monitor:MetricAlert": {
        "severity": Number(0, 4, _METRIC),
        "windowSize": words("PT1M PT5M PT15M PT30M PT1H PT6H PT12H P1D PT24H", _METRIC),
        "evaluationFrequency": words("PT1M PT5M PT15M PT30M PT1H", _METRIC),
    },
    "azure-native:monitor:ScheduledQueryRule": {
        "severity": Number(0, 4, _QUERY_RULE),
        "evaluationFrequency": words("PT1M PT5M PT10M PT15M PT30M PT45M PT1H PT2H PT3H PT4H PT5H PT6H P1D PT24H", _QUERY_RULE),
        "windowSize": words("PT1M PT5M PT10M PT15M PT30M PT45M PT1H PT2H PT3H PT4H PT5H PT6H P1D PT24H P2D PT48H", _QUERY_RULE),
    },
    "azure-native:network:ApplicationGateway": {
        "probes.*.interval": Number(1, 86_400, _GATEWAY),
        "probes.*.timeout": Number(1, 86_400, _GATEWAY),
        "probes.*.unhealthyThreshold": Number(1, 20, _GATEWAY),
        "probes.*.path": Word(r"/\S*", "a path that begins with '/'", _GATEWAY),
        "backendHttpSettingsCollection.*.requestTimeout": Number(1, 86_400, _GATEWAY),
        "backendHttpSettingsCollection.*.port": Number(1, 65_535, _GATEWAY),
        "frontendPorts.*.port": Number(1, 65_199, "Microsoft Learn, Application Gateway: listeners, ports"),
        "requestRoutingRules.*.priority": Number(1, 20_000, "Microsoft Learn, Application Gateway: request routing rules"),
        "autoscaleConfiguration.minCapacity": Number(0, 125, "Microsoft Learn, Application Gateway v2: autoscaling"),
        "autoscaleConfiguration.maxCapacity": Number(2, 125, "Microsoft Learn, Application Gateway v2: autoscaling"),
    },
    "azure-native:network:FlowLog": {
        "format.version": numbers("1 2", "Microsoft Learn, Flow logs: log format (not read again)"),
        "retentionPolicy.days": Number(0, 365, "Microsoft Learn, Virtual network flow logs: retention (not read again)"),
    },
    "azure-native:network:VirtualHub": {"addressPrefix": _PREFIX_OF_HUB},
    "azure-native:network:VirtualNetwork": {
        "addressSpace.addressPrefixes.*": Word(
            r".+/(\d|1\d|2\d)", "a range of /29 or larger", "Microsoft Learn, Azure Virtual Network FAQ: the smallest subnet"
        )
    },
    "azure-native:operationalinsights:Workspace": {"retentionInDays": Number(7, 730, "Microsoft Learn, Microsoft.OperationalInsights/workspaces")},
    "azure-native:privatedns:PrivateRecordSet": {
        "ttl": _RECORD,
        "recordType": words("A AAAA CNAME MX PTR SOA SRV TXT", "Microsoft Learn, What is a private Azure DNS zone: record types"),
        "aRecords.*.ipv4Address": _ADDRESS,
    },
    "azure-native:storage:BlobServiceProperties": {
        "deleteRetentionPolicy.days": Number(1, 365, "Microsoft Learn, Soft delete for blobs"),
        "containerDeleteRetentionPolicy.days": Number(1, 365, "Microsoft Learn, Soft delete for containers"),
    },
    "azure-native:app:ContainerApp": {
        "template.scale.maxReplicas": Number(1, 1000, "Microsoft Learn, Scaling in Azure Container Apps"),
        "template.scale.minReplicas": Number(0, 1000, "Microsoft Learn, Scaling in Azure Container Apps"),
        "template.containers.*.probes.*.failureThreshold": Number(1, 10, _PROBE),
        "template.containers.*.probes.*.successThreshold": Number(1, 10, _PROBE),
        "template.containers.*.probes.*.periodSeconds": Number(1, 240, _PROBE),
        "template.containers.*.probes.*.timeoutSeconds": Number(1, 240, _PROBE),
        "template.containers.*.probes.*.initialDelaySeconds": Number(0, 60, _PROBE),
        "configuration.ingress.targetPort": Number(1, 65_535, "Microsoft Learn, Ingress in Azure Container Apps"),
        "configuration.secrets.*.name": _NAME_OF_SECRET,
    },
    "azure-native:authorization:PimRoleEligibilitySchedule": {
        "scheduleInfo.startDateTime": _MOMENT,
        "scheduleInfo.expiration.endDateTime": _MOMENT,
        "scheduleInfo.expiration.duration": _DURATION,
    },
    "azure-native:authorization:PolicyDefinitionAtManagementGroup": {
        "policyRule.then.effect": Word(
            rf"\[.*\]|{'|'.join(_EFFECTS.split())}",
            "an effect of Azure Policy, or a parameter",
            "Microsoft Learn, Azure Policy definitions: effect basics",
        ),
        "mode": Word(
            r"All|Indexed|Microsoft\.[A-Za-z.]+", "All, Indexed, or a mode of a service", "Microsoft Learn, Azure Policy definition structure: mode"
        ),
    },
    "azure-native:authorization:RoleDefinition": {
        "permissions.*.actions.*": _ACTION,
        "permissions.*.notActions.*": _ACTION,
        "permissions.*.dataActions.*": _ACTION,
        "permissions.*.notDataActions.*": _ACTION,
    },
    "azure-native:communication:CommunicationService": {
        "dataLocation": Word(
            "|".join(_DATA_LOCATIONS),
            ", ".join(_DATA_LOCATIONS),
            "Microsoft Learn, Azure Communication Services: region availability and data residency (not read again)",
        ),
    },
    "azure-native:compute:VirtualMachineScaleSet": {
        "sku.capacity": Number(0, 1000, "Microsoft Learn, Virtual machine scale sets: instances (not read again)"),
        "zones.*": words("1 2 3", "Microsoft Learn, What are availability zones"),
        "platformFaultDomainCount": numbers(
            "1 5", "Microsoft Learn, Virtual machine scale sets in zones: fault domains, and up to 5 without (not read again)"
        ),
        "virtualMachineProfile.osProfile.adminUsername": Word(
            rf"(?!(?:{'|'.join(_RESERVED.split())})$)[a-z_][a-z0-9_-]{{0,31}}",
            "a name that Linux takes and Azure does not keep for itself (admin, root, user ...)",
            "Microsoft Learn, Linux VM FAQ: requirements for user names",
        ),
        "virtualMachineProfile.osProfile.computerNamePrefix": Word(
            r"[A-Za-z0-9]([A-Za-z0-9-]{0,56})",
            "letters, digits and -, up to 57",
            "Microsoft Learn, Naming rules: virtual machine scale sets on Linux",
        ),
        "virtualMachineProfile.osProfile.customData": Word(r"[A-Za-z0-9+/\s]+={0,2}", "text in Base64", "Microsoft Learn, Custom data on Azure VMs"),
    },
    "azure-native:containerregistry:Registry": {
        "policies.retentionPolicy.days": Number(0, 365, "Microsoft Learn, Retention policy of Azure Container Registry (not read again)"),
    },
    "azure-native:dataprotection:BackupPolicy": {
        "properties.policyRules.*.trigger.schedule.repeatingTimeIntervals.*": Word(
            r"R\d*/\d{4}-\d\d-\d\dT[\d:.+Z-]+/P.+",
            "R/<time>/<ISO 8601 duration>",
            "Microsoft Learn, Microsoft.DataProtection/backupVaults/backupPolicies",
        ),
        "properties.policyRules.*.lifecycles.*.deleteAfter.duration": _DURATION,
    },
    "azure-native:dnsresolver:DnsSecurityRule": {
        "priority": Number(100, 65_000, _DNS_RULES),
    },
    "azure-native:dnsresolver:ForwardingRule": {
        "targetDnsServers.*.port": Number(1, 65_535, "Microsoft Learn, DNS Private Resolver: rulesets"),
        "targetDnsServers.*.ipAddress": _ADDRESS,
        "domainName": Word(r".*\.", "a domain that ends with a dot", "Microsoft Learn, DNS Private Resolver: rulesets"),
    },
    "azure-native:dnsresolver:InboundEndpoint": {
        "ipConfigurations.*.privateIpAddress": _ADDRESS,
    },
    "azure-native:monitor:ActionGroup": {
        "emailReceivers.*.emailAddress": _MAILBOX,
    },
    "azure-native:monitor:ActivityLogAlert": {
        "location": Word(
            r"(?i:global|westeurope|northeurope|eastus2euap)",
            "global, or a region that processes alerts",
            "Microsoft Learn, Microsoft.Insights/activityLogAlerts",
        ),
        "condition.allOf.*.field": Word(
            r"(?i)(resourceId|category|caller|level|operationName|resourceGroup|resourceProvider|resourceType|status|subStatus|recommendation\w+|"
            r"properties\..+|claims\..+|eventTimestamp)",
            "a field of the activity log, or properties.<name>",
            "Microsoft Learn, Microsoft.Insights/activityLogAlerts: condition",
        ),
    },
    "azure-native:network:LoadBalancer": {
        "probes.*.intervalInSeconds": Number(5, 2_147_483_647, "Microsoft Learn, Azure Load Balancer: health probes"),
        "probes.*.port": Number(1, 65_535, "Microsoft Learn, Azure Load Balancer: health probes"),
        "loadBalancingRules.*.idleTimeoutInMinutes": Number(4, 100, "Microsoft Learn, Azure Load Balancer: TCP idle timeout"),
        "loadBalancingRules.*.frontendPort": Number(0, 65_534, "Microsoft Learn, Microsoft.Network/loadBalancers"),
        "loadBalancingRules.*.backendPort": Number(0, 65_535, "Microsoft Learn, Microsoft.Network/loadBalancers"),
    },
    "azure-native:network:RoutingIntent": {
        "routingPolicies.*.destinations.*": words(
            "Internet PrivateTraffic", "Microsoft Learn, How to configure Virtual WAN hub routing intent and routing policies"
        ),
    },
    "azure-native:network:Subnet": {
        "delegations.*.serviceName": words(
            _DELEGATIONS, "Microsoft Learn, Subnet delegation, and the REST API's available delegations (not read again)"
        ),
    },
    "azure-native:network:WebApplicationFirewallPolicy": {
        "policySettings.maxRequestBodySizeInKb": Number(8, 2000, _WAF),
        "policySettings.fileUploadLimitInMb": Number(1, 4000, _WAF),
        "customRules.*.priority": Number(1, 100, "Microsoft Learn, Custom rules for WAF v2 on Application Gateway (not read again)"),
        "managedRules.managedRuleSets.*.ruleSetVersion": words(
            "2.1 2.2 3.0 3.1 3.2 1.0 1.1 0.1", "Microsoft Learn, WAF on Application Gateway: DRS and CRS rule groups and rules"
        ),
    },
    "azure-native:privatedns:PrivateZone": {
        "location": Word(r"(?i:global)", "global", "Microsoft Learn, Microsoft.Network/privateDnsZones"),
    },
    "azure-native:storage:ManagementPolicy": {
        "managementPolicyName": words("default", "Microsoft Learn, Storage management policies REST API: the name is always default"),
    },
}
