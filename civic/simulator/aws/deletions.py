"""What AWS does not delete, and whose names it keeps."""

from civic.simulator.deletions import Kept, Lingers, Users

_EC2 = "Amazon EC2 API Reference, Error codes: DependencyViolation"


def _used(of: str, says: str, source: str, *users: str, here: bool = False, unless: str = "") -> Kept:
    """``users``: type and path of an input, with a space between."""
    pairs: Users = tuple((f"aws:{user.split(' ')[0]}", user.split(" ")[1]) for user in users)
    return Kept(type=f"aws:{of}", says=says, source=source, used=pairs, here=here, unless=unless)


def _guarded(of: str, name: str, says: str, source: str) -> Kept:
    return Kept(type=f"aws:{of}", own=(name, True), says=says, source=source)


KEPT: tuple[Kept, ...] = (
    _used(
        "ec2/vpc:Vpc",
        "DependencyViolation: the VPC has dependencies and cannot be deleted",
        _EC2,
        "ec2/subnet:Subnet vpcId",
        "ec2/internetGateway:InternetGateway vpcId",
        "ec2/securityGroup:SecurityGroup vpcId",
        "ec2/vpcEndpoint:VpcEndpoint vpcId",
        "ec2/routeTable:RouteTable vpcId",
    ),
    _used(
        "ec2/subnet:Subnet",
        "DependencyViolation: the subnet has dependencies and cannot be deleted",
        _EC2,
        "ec2/natGateway:NatGateway subnetId",
        "ec2/vpcEndpoint:VpcEndpoint subnetIds.*",
        "lb/loadBalancer:LoadBalancer subnets.*",
        "ec2transitgateway/vpcAttachment:VpcAttachment subnetIds.*",
        "networkfirewall/firewall:Firewall subnetMappings.*.subnetId",
        "ecs/service:Service networkConfiguration.subnets.*",
        "route53/resolverEndpoint:ResolverEndpoint ipAddresses.*.subnetId",
    ),
    _used(
        "ec2/securityGroup:SecurityGroup",
        "DependencyViolation: the group has a dependent object",
        _EC2,
        "ec2/vpcEndpoint:VpcEndpoint securityGroupIds.*",
        "lb/loadBalancer:LoadBalancer securityGroups.*",
        "ecs/service:Service networkConfiguration.securityGroups.*",
        "rds/instance:Instance vpcSecurityGroupIds.*",
        "vpc/securityGroupIngressRule:SecurityGroupIngressRule referencedSecurityGroupId",
        "vpc/securityGroupEgressRule:SecurityGroupEgressRule referencedSecurityGroupId",
    ),
    _used(
        "ec2/eip:Eip",
        "AuthFailure: the address is associated with a network interface",
        "Amazon EC2 API Reference, ReleaseAddress",
        "ec2/natGateway:NatGateway allocationId",
    ),
    _used(
        "ec2/vpcEndpointService:VpcEndpointService",
        "ExistingVpcEndpointConnections: consumers are connected; they withdraw first",
        "Amazon EC2 API Reference, Error codes",
        "ec2/vpcEndpoint:VpcEndpoint serviceName",
    ),
    _used(
        "ec2transitgateway/transitGateway:TransitGateway",
        "IncorrectState: the gateway has attachments that are not deleted",
        "Amazon VPC Transit Gateways, 'Delete a transit gateway'",
        "ec2transitgateway/vpcAttachment:VpcAttachment transitGatewayId",
    ),
    _used(
        "ec2transitgateway/routeTable:RouteTable",
        "IncorrectState: the table has associations",
        "Amazon VPC Transit Gateways, 'Delete a transit gateway route table'",
        "ec2transitgateway/routeTableAssociation:RouteTableAssociation transitGatewayRouteTableId",
    ),
    _used(
        "iam/role:Role",
        "DeleteConflict: the role has policies; they are taken away first",
        "IAM API Reference, DeleteRole",
        "iam/rolePolicy:RolePolicy role",
        "iam/rolePolicyAttachment:RolePolicyAttachment role",
        here=True,
    ),
    _used(
        "iam/policy:Policy",
        "DeleteConflict: the policy is attached, or bounds a role",
        "IAM API Reference, DeletePolicy",
        "iam/rolePolicyAttachment:RolePolicyAttachment policyArn",
        "iam/role:Role permissionsBoundary",
    ),
    Kept(
        type="aws:s3/bucket:Bucket",
        filled=(
            ("aws:cloudtrail/trail:Trail", "s3BucketName"),
            ("aws:cfg/deliveryChannel:DeliveryChannel", "s3BucketName"),
            ("aws:ec2/flowLog:FlowLog", "logDestination"),
            ("aws:lb/loadBalancer:LoadBalancer", "accessLogs.bucket"),
            ("aws:s3/bucketLogging:BucketLogging", "targetBucket"),
            ("aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig", "destinationArn"),
        ),
        unless="forceDestroy",
        says="BucketNotEmpty: logs were delivered into the bucket; empty it once nothing keeps them, or let the bucket stay",
        source="Amazon S3 API Reference, DeleteBucket",
    ),
    Kept(
        type="aws:backup/vault:Vault",
        filled=(("aws:backup/plan:Plan", "rules.*.targetVaultName"),),
        unless="forceDestroy",
        says="InvalidRequestException: the vault contains recovery points, which a lock keeps until their day",
        source="AWS Backup Developer Guide, 'Deleting a backup vault'",
        here=True,
    ),
    _used(
        "backup/plan:Plan",
        "InvalidRequestException: selections of the plan must be deleted first",
        "AWS Backup API Reference, DeleteBackupPlan",
        "backup/selection:Selection planId",
    ),
    _guarded(
        "rds/instance:Instance",
        "deletionProtection",
        "InvalidParameterCombination: the instance is protected from deletion; switch it off in an update first",
        "Amazon RDS User Guide, 'Deleting a DB instance'",
    ),
    _guarded(
        "lb/loadBalancer:LoadBalancer",
        "enableDeletionProtection",
        "OperationNotPermitted: the load balancer is protected from deletion; switch it off in an update first",
        "Elastic Load Balancing API Reference, DeleteLoadBalancer",
    ),
    _guarded(
        "networkfirewall/firewall:Firewall",
        "deleteProtection",
        "InvalidOperationException: the firewall is protected from deletion; switch it off in an update first",
        "AWS Network Firewall API Reference, DeleteFirewall",
    ),
    _used(
        "networkfirewall/firewallPolicy:FirewallPolicy",
        "InvalidOperationException: the policy is still in use",
        "AWS Network Firewall API Reference, DeleteFirewallPolicy",
        "networkfirewall/firewall:Firewall firewallPolicyArn",
    ),
    _used(
        "networkfirewall/ruleGroup:RuleGroup",
        "InvalidOperationException: the rule group is still in use",
        "AWS Network Firewall API Reference, DeleteRuleGroup",
        "networkfirewall/firewallPolicy:FirewallPolicy firewallPolicy.statefulRuleGroupReferences.*.resourceArn",
        "networkfirewall/firewallPolicy:FirewallPolicy firewallPolicy.statelessRuleGroupReferences.*.resourceArn",
    ),
    _used(
        "rds/subnetGroup:SubnetGroup",
        "InvalidDBSubnetGroupStateFault: instances use the group",
        "Amazon RDS API Reference, DeleteDBSubnetGroup",
        "rds/instance:Instance dbSubnetGroupName",
        here=True,
    ),
    _used(
        "rds/parameterGroup:ParameterGroup",
        "InvalidDBParameterGroupState: instances use the group",
        "Amazon RDS API Reference, DeleteDBParameterGroup",
        "rds/instance:Instance parameterGroupName",
        here=True,
    ),
    _used(
        "lb/targetGroup:TargetGroup",
        "ResourceInUse: a listener or a rule sends to the group",
        "Elastic Load Balancing API Reference, DeleteTargetGroup",
        "lb/listener:Listener defaultActions.*.targetGroupArn",
        "lb/listenerRule:ListenerRule actions.*.targetGroupArn",
    ),
    _used(
        "acm/certificate:Certificate",
        "ResourceInUseException: a listener uses the certificate",
        "AWS Certificate Manager API Reference, DeleteCertificate",
        "lb/listener:Listener certificateArn",
        "lb/listenerCertificate:ListenerCertificate certificateArn",
    ),
    _used(
        "wafv2/webAcl:WebAcl",
        "WAFAssociatedItemException: the list protects something",
        "AWS WAF API Reference, DeleteWebACL",
        "wafv2/webAclAssociation:WebAclAssociation webAclArn",
    ),
    _used(
        "route53/zone:Zone",
        "HostedZoneNotEmpty: the zone has records besides its own",
        "Amazon Route 53 API Reference, DeleteHostedZone",
        "route53/record:Record zoneId",
        unless="forceDestroy",
    ),
    _used(
        "route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
        "ConflictException: networks are associated with the group, or it has rules",
        "Amazon Route 53 Resolver API Reference, DeleteFirewallRuleGroup",
        "route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation firewallRuleGroupId",
        "route53/resolverFirewallRule:ResolverFirewallRule firewallRuleGroupId",
    ),
    _used(
        "route53/resolverFirewallDomainList:ResolverFirewallDomainList",
        "ConflictException: a rule uses the list",
        "Amazon Route 53 Resolver API Reference, DeleteFirewallDomainList",
        "route53/resolverFirewallRule:ResolverFirewallRule firewallDomainListId",
    ),
    _used(
        "route53/resolverQueryLogConfig:ResolverQueryLogConfig",
        "InvalidRequestException: networks are associated with the configuration",
        "Amazon Route 53 Resolver API Reference, DeleteResolverQueryLogConfig",
        "route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation resolverQueryLogConfigId",
    ),
    _used(
        "route53/profilesProfile:ProfilesProfile",
        "ConflictException: networks are associated with the profile",
        "Amazon Route 53 Profiles API Reference, DeleteProfile",
        "route53/profilesAssociation:ProfilesAssociation profileId",
    ),
    _used(
        "ecs/cluster:Cluster",
        "ClusterContainsServicesException: the cluster has services",
        "Amazon ECS API Reference, DeleteCluster",
        "ecs/service:Service cluster",
    ),
    _used(
        "cfg/deliveryChannel:DeliveryChannel",
        "LastDeliveryChannelDeleteFailedException: the recorder is on",
        "AWS Config API Reference, DeleteDeliveryChannel",
        "cfg/recorderStatus:RecorderStatus name",
        here=True,
    ),
    _used(
        "organizations/organizationalUnit:OrganizationalUnit",
        "OrganizationalUnitNotEmptyException: accounts or units are in it",
        "AWS Organizations API Reference, DeleteOrganizationalUnit",
        "organizations/account:Account parentId",
        "organizations/organizationalUnit:OrganizationalUnit parentId",
    ),
    _used(
        "organizations/policy:Policy",
        "PolicyInUseException: the policy is attached",
        "AWS Organizations API Reference, DeletePolicy",
        "organizations/policyAttachment:PolicyAttachment policyId",
    ),
    _used(
        "securityhub/configurationPolicy:ConfigurationPolicy",
        "ResourceConflictException: the policy has associations",
        "AWS Security Hub API Reference, DeleteConfigurationPolicy",
        "securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation policyId",
    ),
    _used(
        "cloudwatch/eventRule:EventRule",
        "ValidationException: the rule has targets; they are taken away first",
        "Amazon EventBridge API Reference, DeleteRule",
        "cloudwatch/eventTarget:EventTarget rule",
        here=True,
    ),
)
"""Sources are pages of AWS. A key of KMS is never refused: it waits 7 to 30 days, and what it encrypted cannot be read meanwhile."""

LINGERS: tuple[Lingers, ...] = (
    Lingers(
        type="aws:secretsmanager/secret:Secret",
        name="name",
        never=(("recoveryWindowInDays", 0),),
        says="InvalidRequestException: a secret of this name is scheduled for deletion; restore it (aws secretsmanager restore-secret) and import it",
        source="AWS Secrets Manager API Reference, CreateSecret, DeleteSecret: RecoveryWindowInDays",
    ),
)
