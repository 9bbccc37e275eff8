"""Which changed inputs make a provider replace a resource instead of updating it.

Sources: "Forces new resource" of the Terraform AWS provider, which Pulumi's follows; Microsoft Learn, "Azure Resource Manager
resource ids", and the properties that the Azure REST API lets nobody change. A type that is in no table is updated in place.
"""

from collections.abc import Mapping

from civic.simulator.azure.ids import TYPES
from civic.simulator.limits import LIMITS

_WORDS: Mapping[str, str] = {
    # Networks
    "aws:ec2/vpc:Vpc": "cidrBlock instanceTenancy ipv4IpamPoolId ipv4NetmaskLength",
    "aws:ec2/subnet:Subnet": "vpcId cidrBlock availabilityZone availabilityZoneId",
    "aws:ec2/route:Route": "routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId",
    "aws:ec2/routeTable:RouteTable": "vpcId",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "subnetId gatewayId",
    "aws:ec2/securityGroup:SecurityGroup": "name description vpcId",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "vpcId",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "securityGroupId",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "securityGroupId",
    "aws:ec2/eip:Eip": "domain address networkBorderGroup",
    "aws:ec2/natGateway:NatGateway": "subnetId allocationId connectivityType",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "vpcId serviceName vpcEndpointType",
    "aws:ec2/flowLog:FlowLog": "vpcId subnetId trafficType logDestination logDestinationType logFormat iamRoleArn maxAggregationInterval",
    "aws:ec2transitgateway/transitGateway:TransitGateway": "multicastSupport",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "vpcId transitGatewayId",
    "aws:ec2transitgateway/routeTable:RouteTable": "transitGatewayId",
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": "transitGatewayAttachmentId transitGatewayRouteTableId",
    "aws:ec2transitgateway/route:Route": "destinationCidrBlock transitGatewayAttachmentId transitGatewayRouteTableId blackhole",
    "aws:networkfirewall/firewall:Firewall": "vpcId",
    "aws:networkfirewall/ruleGroup:RuleGroup": "type capacity",
    "aws:networkfirewall/loggingConfiguration:LoggingConfiguration": "firewallArn",
    "aws:route53/profilesProfile:ProfilesProfile": "name",
    "aws:route53/profilesAssociation:ProfilesAssociation": "profileId resourceId",
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": "name destinationArn",
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": "name",
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": "name",
    "aws:ram/principalAssociation:PrincipalAssociation": "principal resourceShareArn",
    "aws:ram/resourceAssociation:ResourceAssociation": "resourceArn resourceShareArn",
    # Whatever holds data or secrets
    "aws:kms/key:Key": "customerMasterKeySpec keyUsage customKeyStoreId multiRegion",
    "aws:s3/bucket:Bucket": "bucketPrefix objectLockEnabled",
    "aws:s3/bucketPolicy:BucketPolicy": "bucket",
    "aws:s3/bucketVersioning:BucketVersioning": "bucket",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "bucket",
    "aws:backup/vault:Vault": "kmsKeyArn",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "backupVaultName minRetentionDays maxRetentionDays changeableForDays",
    "aws:backup/selection:Selection": "name planId iamRoleArn selectionTags resources",
    "aws:cloudwatch/logGroup:LogGroup": "namePrefix logGroupClass",
    "aws:cloudtrail/trail:Trail": "name",
    "aws:sns/topic:Topic": "namePrefix fifoTopic",
    "aws:sns/topicSubscription:TopicSubscription": "topic protocol endpoint",
    "aws:rds/instance:Instance": "dbName engine username storageEncrypted kmsKeyId availabilityZone",
    "aws:rds/cluster:Cluster": "clusterIdentifier databaseName engine masterUsername storageEncrypted kmsKeyId",
    "aws:ecr/repository:Repository": "name encryptionConfigurations",
    "aws:secretsmanager/secret:Secret": "name",
    "aws:cloudcontrol/resource:Resource": "typeName",
    "aws:route53/zone:Zone": "name delegationSetId",
    "aws:chime/voiceConnector:VoiceConnector": "awsRegion",
    "aws:lb/loadBalancer:LoadBalancer": "internal loadBalancerType",
    "aws:lb/targetGroup:TargetGroup": "port protocol targetType vpcId",
    "aws:ecs/service:Service": "cluster",
    # Identities and the organisation
    "aws:iam/role:Role": "path",
    "aws:iam/policy:Policy": "path description",
    "aws:iam/rolePolicy:RolePolicy": "name role",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role policyArn",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "url",
    "aws:organizations/account:Account": "email roleName iamUserAccessToBilling",
    "aws:organizations/organizationalUnit:OrganizationalUnit": "parentId",
    "aws:organizations/policy:Policy": "type",
    "aws:organizations/policyAttachment:PolicyAttachment": "policyId targetId",
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": "accountId servicePrincipal",
    "aws:cloudwatch/eventRule:EventRule": "name eventBusName",
    "aws:cloudwatch/eventTarget:EventTarget": "rule eventBusName targetId",
    "aws:accessanalyzer/analyzer:Analyzer": "analyzerName type",
    "aws:cfg/recorder:Recorder": "name",
    "aws:cfg/deliveryChannel:DeliveryChannel": "name",
    # Azure: what is no part of an id and still cannot be changed
    "azure-native:authorization:RoleAssignment": "principalId roleDefinitionId roleAssignmentName",
    "azure-native:authorization:RoleDefinition": "roleDefinitionId",
    "azure-native:management:ManagementGroupSubscription": "groupId",
    "azure-native:storage:StorageAccount": "isHnsEnabled enableNfsV3",
    "azure-native:subscription:Alias": "aliasName",
}
_TABLE = {token: frozenset(words.split()) for token, words in _WORDS.items()}
_RENAMED_IN_PLACE = frozenset({"aws:organizations/account:Account", "aws:organizations/policy:Policy"})
_AZURE = frozenset({"location", "resourceGroupName", "scope"})
"""Azure Resource Manager moves nothing: place and name are part of a resource's identity."""
_AWS = frozenset({"region"})
"""No AWS resource moves to another region."""


def replaces(token: str) -> frozenset[str]:
    """Properties of ``token`` whose change forces a replacement."""
    found = _TABLE.get(token, frozenset())
    found |= _AZURE | _named(token) if token.startswith("azure-native:") else _AWS
    if token in LIMITS and token not in _RENAMED_IN_PLACE:
        found |= {LIMITS[token].property}
    return found


def _named(token: str) -> frozenset[str]:
    """The inputs that make up an Azure resource's id."""
    _, module, kind = token.split(":")
    path = TYPES.get(f"{module}:{kind}") or (("", f"{kind[0].lower()}{kind[1:]}Name"),)
    return frozenset(key for _, key in path if not key.startswith("="))
