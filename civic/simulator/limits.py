"""How long a name may be and what it may hold, by type and property: the providers' own documents.

Kept apart from ``components.naming`` on purpose: a test compares the two.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """One named property of one type."""

    property: str
    longest: int
    pattern: re.Pattern[str]
    scope: str
    """Where the name must be unique: ``global``, ``tenancy``, ``cluster`` or ``group`` (the resource group)."""


def _limit(prop: str, longest: int, pattern: str, scope: str) -> Limit:
    return Limit(prop, longest, re.compile(pattern), scope)


_IAM = r"[A-Za-z0-9+=,.@_-]+"
_GENERAL = r"[A-Za-z0-9_.-]+"

LIMITS = {
    # AWS: "General purpose bucket naming rules", "IAM and AWS STS quotas", "AWS Backup API Reference", "AWS Network Firewall API Reference"
    "aws:s3/bucket:Bucket": _limit("bucket", 63, r"(?!xn--|sthree-)[a-z0-9][a-z0-9.-]+[a-z0-9]", "global"),
    "aws:iam/role:Role": _limit("name", 64, _IAM, "tenancy"),
    "aws:iam/policy:Policy": _limit("name", 128, _IAM, "tenancy"),
    "aws:backup/vault:Vault": _limit("name", 50, r"[A-Za-z0-9_-]{2,50}", "tenancy"),
    "aws:networkfirewall/firewall:Firewall": _limit("name", 128, r"[A-Za-z0-9-]+", "tenancy"),
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": _limit("name", 128, r"[A-Za-z0-9-]+", "tenancy"),
    "aws:networkfirewall/ruleGroup:RuleGroup": _limit("name", 128, r"[A-Za-z0-9-]+", "tenancy"),
    "aws:organizations/account:Account": _limit("name", 50, r"[ -~]+", "tenancy"),
    "aws:organizations/policy:Policy": _limit("name", 128, r"[ -~]+", "tenancy"),
    "aws:cloudwatch/logGroup:LogGroup": _limit("name", 512, r"[.\-_/#A-Za-z0-9]+", "tenancy"),
    "aws:sns/topic:Topic": _limit("name", 256, r"[A-Za-z0-9_-]+(\.fifo)?", "tenancy"),
    "aws:kms/alias:Alias": _limit("name", 256, r"alias/[A-Za-z0-9/_-]+", "tenancy"),
    # Elastic Load Balancing, Amazon RDS, Amazon ECS, Systems Manager, Secrets Manager: their API References
    "aws:lb/loadBalancer:LoadBalancer": _limit("name", 32, r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "tenancy"),
    "aws:lb/targetGroup:TargetGroup": _limit("name", 32, r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "tenancy"),
    "aws:rds/instance:Instance": _limit("identifier", 63, r"(?!.*--)[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?", "tenancy"),
    "aws:rds/subnetGroup:SubnetGroup": _limit("name", 255, r"[a-z0-9 ._-]+", "tenancy"),
    "aws:rds/parameterGroup:ParameterGroup": _limit("name", 255, r"(?!.*--)[a-z](?:[a-z0-9-]*[a-z0-9])?", "tenancy"),
    "aws:ecs/cluster:Cluster": _limit("name", 255, r"[A-Za-z0-9_-]+", "tenancy"),
    "aws:ecs/service:Service": _limit("name", 255, r"[A-Za-z0-9_-]+", "cluster"),
    "aws:ecs/taskDefinition:TaskDefinition": _limit("family", 255, r"[A-Za-z0-9_-]+", "tenancy"),
    "aws:ssm/document:Document": _limit("name", 128, r"(?!aws|amazon|amzn)[A-Za-z0-9_.-]{3,128}", "tenancy"),
    "aws:secretsmanager/secret:Secret": _limit("name", 512, r"[A-Za-z0-9/_+=.@-]+", "tenancy"),
    "aws:wafv2/webAcl:WebAcl": _limit("name", 128, r"[A-Za-z0-9_-]+", "tenancy"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": _limit("name", 255, r"[ -~]+", "tenancy"),
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": _limit(
        "ecrRepositoryPrefix", 30, r"[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*)*", "tenancy"
    ),
    # Azure: "Naming rules and restrictions for Azure resources"
    "azure-native:storage:StorageAccount": _limit("accountName", 24, r"[a-z0-9]{3,24}", "global"),
    "azure-native:keyvault:Vault": _limit("vaultName", 24, r"[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]", "global"),
    "azure-native:resources:ResourceGroup": _limit("resourceGroupName", 90, r"[A-Za-z0-9_.()-]*[A-Za-z0-9_()-]", "tenancy"),
    "azure-native:management:ManagementGroup": _limit("groupId", 90, r"[A-Za-z0-9_.()-]+", "tenancy"),
    "azure-native:operationalinsights:Workspace": _limit("workspaceName", 63, r"[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]", "group"),
    "azure-native:network:VirtualNetwork": _limit("virtualNetworkName", 64, r"[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9_]", "group"),
    "azure-native:network:NetworkSecurityGroup": _limit("networkSecurityGroupName", 80, r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?", "group"),
    "azure-native:network:LoadBalancer": _limit("loadBalancerName", 80, r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?", "group"),
    "azure-native:compute:VirtualMachineScaleSet": _limit("vmScaleSetName", 64, r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?", "group"),
    "azure-native:authorization:PolicyAssignment": _limit("policyAssignmentName", 24, r"[^<>*%&:?+/\\]+", "assignment"),
    "azure-native:dataprotection:BackupVault": _limit("vaultName", 50, r"[A-Za-z][A-Za-z0-9-]{1,49}", "group"),
    # https://learn.microsoft.com/azure/templates/microsoft.communication/communicationservices
    "azure-native:communication:CommunicationService": _limit("communicationServiceName", 63, r"[A-Za-z0-9_-]+", "global"),
    "azure-native:containerregistry:Registry": _limit("registryName", 50, r"[a-zA-Z0-9]{5,50}", "global"),
    "azure-native:app:ContainerApp": _limit("containerAppName", 32, r"[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]", "group"),
    "azure-native:app:Job": _limit("jobName", 32, r"[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]", "group"),
    "azure-native:dbforpostgresql:Server": _limit("serverName", 63, r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", "global"),
    "azure-native:monitor:ActionGroup": _limit("actionGroupName", 260, _GENERAL, "group"),
}
