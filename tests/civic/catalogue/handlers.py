"""CloudFormation's handlers beside our rows, and what each declares. ``not_called`` says which of it our provider does not call, and why.

Facts to compare with: the lists are AWS's, and often wider than what this provider calls. One handler may do what several of the provider's
types do together.
"""

import json
from collections.abc import Mapping

from civic.catalogue.row import words
from tests.planning import SHARED

PERMISSIONS = SHARED / "data" / "aws_handler_permissions.jsonl"

HANDLERS: Mapping[str, str] = {
    "AWS::AccessAnalyzer::Analyzer": "accessanalyzer/analyzer:Analyzer",
    "AWS::CertificateManager::Certificate": "acm/certificate:Certificate acm/certificateValidation:CertificateValidation",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "appautoscaling/policy:Policy",
    "AWS::ApplicationAutoScaling::ScalableTarget": "appautoscaling/target:Target",
    "AWS::Backup::BackupPlan": "backup/plan:Plan",
    "AWS::Backup::BackupSelection": "backup/selection:Selection",
    "AWS::Backup::BackupVault": "backup/vault:Vault backup/vaultLockConfiguration:VaultLockConfiguration",
    "AWS::CloudFront::Distribution": "cloudfront/distribution:Distribution",
    "AWS::CloudFront::Function": "cloudfront/function:Function",
    "AWS::CloudFront::ResponseHeadersPolicy": "cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    "AWS::CloudFront::VpcOrigin": "cloudfront/vpcOrigin:VpcOrigin",
    "AWS::CloudTrail::Trail": "cloudtrail/trail:Trail",
    "AWS::Events::Rule": "cloudwatch/eventRule:EventRule cloudwatch/eventTarget:EventTarget",
    "AWS::Logs::Delivery": "cloudwatch/logDelivery:LogDelivery",
    "AWS::Logs::DeliveryDestination": (
        "cloudwatch/logDeliveryDestination:LogDeliveryDestination cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy"
    ),
    "AWS::Logs::DeliverySource": "cloudwatch/logDeliverySource:LogDeliverySource",
    "AWS::Logs::LogGroup": "cloudwatch/logGroup:LogGroup",
    "AWS::CloudWatch::Alarm": "cloudwatch/metricAlarm:MetricAlarm",
    "AWS::DirectConnect::DirectConnectGateway": "directconnect/gateway:Gateway",
    "AWS::DirectConnect::DirectConnectGatewayAssociation": "directconnect/gatewayAssociation:GatewayAssociation",
    "AWS::EC2::CustomerGateway": "ec2/customerGateway:CustomerGateway",
    "AWS::EC2::EIP": "ec2/eip:Eip",
    "AWS::EC2::FlowLog": "ec2/flowLog:FlowLog",
    "AWS::EC2::InternetGateway": "ec2/internetGateway:InternetGateway",
    "AWS::EC2::NatGateway": "ec2/natGateway:NatGateway",
    "AWS::EC2::Route": "ec2/route:Route",
    "AWS::EC2::RouteTable": "ec2/routeTable:RouteTable",
    "AWS::EC2::SubnetRouteTableAssociation": "ec2/routeTableAssociation:RouteTableAssociation",
    "AWS::EC2::SecurityGroup": "ec2/securityGroup:SecurityGroup",
    "AWS::EC2::Subnet": "ec2/subnet:Subnet",
    "AWS::EC2::VPC": "ec2/vpc:Vpc",
    "AWS::EC2::VPCBlockPublicAccessExclusion": "ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
    "AWS::EC2::VPCEndpoint": "ec2/vpcEndpoint:VpcEndpoint",
    "AWS::EC2::VPCEndpointConnectionNotification": "ec2/vpcEndpointConnectionNotification:VpcEndpointConnectionNotification",
    "AWS::EC2::VPCEndpointService": "ec2/vpcEndpointService:VpcEndpointService",
    "AWS::EC2::VPNConnection": "ec2/vpnConnection:VpnConnection",
    "AWS::EC2::TransitGatewayPeeringAttachment": "ec2transitgateway/peeringAttachment:PeeringAttachment",
    "AWS::EC2::TransitGatewayRoute": "ec2transitgateway/route:Route",
    "AWS::EC2::TransitGatewayRouteTable": "ec2transitgateway/routeTable:RouteTable",
    "AWS::EC2::TransitGatewayRouteTableAssociation": "ec2transitgateway/routeTableAssociation:RouteTableAssociation",
    "AWS::EC2::TransitGateway": "ec2transitgateway/transitGateway:TransitGateway",
    "AWS::EC2::TransitGatewayVpcAttachment": "ec2transitgateway/vpcAttachment:VpcAttachment",
    "AWS::ECR::PullThroughCacheRule": "ecr/pullThroughCacheRule:PullThroughCacheRule",
    "AWS::ECR::RegistryScanningConfiguration": "ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    "AWS::ECR::RepositoryCreationTemplate": "ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
    "AWS::ECS::Cluster": "ecs/cluster:Cluster ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "AWS::ECS::ClusterCapacityProviderAssociations": "ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "AWS::ECS::Service": "ecs/service:Service",
    "AWS::ECS::TaskDefinition": "ecs/taskDefinition:TaskDefinition",
    "AWS::GuardDuty::Detector": "guardduty/detector:Detector",
    "AWS::IAM::OIDCProvider": "iam/openIdConnectProvider:OpenIdConnectProvider",
    "AWS::IAM::ManagedPolicy": "iam/policy:Policy iam/rolePolicyAttachment:RolePolicyAttachment",
    "AWS::IAM::Role": "iam/role:Role iam/rolePolicy:RolePolicy iam/rolePolicyAttachment:RolePolicyAttachment",
    "AWS::IAM::RolePolicy": "iam/rolePolicy:RolePolicy",
    "AWS::IAM::SAMLProvider": "iam/samlProvider:SamlProvider",
    "AWS::KMS::Alias": "kms/alias:Alias",
    "AWS::KMS::Key": "kms/key:Key",
    "AWS::KMS::ReplicaKey": "kms/replicaKey:ReplicaKey",
    "AWS::ElasticLoadBalancingV2::Listener": "lb/listener:Listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule": "lb/listenerRule:ListenerRule",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "lb/loadBalancer:LoadBalancer",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "lb/targetGroup:TargetGroup lb/targetGroupAttachment:TargetGroupAttachment",
    "AWS::NetworkFirewall::Firewall": "networkfirewall/firewall:Firewall",
    "AWS::NetworkFirewall::FirewallPolicy": "networkfirewall/firewallPolicy:FirewallPolicy",
    "AWS::NetworkFirewall::LoggingConfiguration": "networkfirewall/loggingConfiguration:LoggingConfiguration",
    "AWS::NetworkFirewall::RuleGroup": "networkfirewall/ruleGroup:RuleGroup",
    "AWS::Organizations::Account": "organizations/account:Account",
    "AWS::Organizations::Organization": "organizations/organization:Organization",
    "AWS::Organizations::OrganizationalUnit": "organizations/organizationalUnit:OrganizationalUnit",
    "AWS::Organizations::Policy": "organizations/policy:Policy organizations/policyAttachment:PolicyAttachment",
    "AWS::RAM::ResourceShare": "ram/resourceShare:ResourceShare ram/resourceAssociation:ResourceAssociation ram/principalAssociation:PrincipalAssociation",
    "AWS::RDS::DBInstance": "rds/instance:Instance",
    "AWS::RDS::DBParameterGroup": "rds/parameterGroup:ParameterGroup",
    "AWS::RDS::DBSubnetGroup": "rds/subnetGroup:SubnetGroup",
    "AWS::Route53Profiles::ProfileAssociation": "route53/profilesAssociation:ProfilesAssociation",
    "AWS::Route53Profiles::Profile": "route53/profilesProfile:ProfilesProfile",
    "AWS::Route53Profiles::ProfileResourceAssociation": "route53/profilesResourceAssociation:ProfilesResourceAssociation",
    "AWS::Route53Resolver::FirewallDomainList": "route53/resolverFirewallDomainList:ResolverFirewallDomainList",
    "AWS::Route53Resolver::FirewallRuleGroup": (
        "route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup route53/resolverFirewallRule:ResolverFirewallRule"
    ),
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": "route53/resolverQueryLogConfig:ResolverQueryLogConfig",
    "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation": "route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    "AWS::Route53::DNSSEC": "route53/hostedZoneDnsSec:HostedZoneDnsSec route53/keySigningKey:KeySigningKey",
    "AWS::Route53::KeySigningKey": "route53/keySigningKey:KeySigningKey",
    "AWS::Logs::ResourcePolicy": "cloudwatch/logResourcePolicy:LogResourcePolicy",
    "AWS::Route53::HostedZone": "route53/zone:Zone route53/queryLog:QueryLog",
    "AWS::S3::Bucket": (
        "s3/bucket:Bucket s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration s3/bucketOwnershipControls:BucketOwnershipControls "
        "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration s3/bucketPublicAccessBlock:BucketPublicAccessBlock "
        "s3/bucketLogging:BucketLogging s3/bucketReplicationConfig:BucketReplicationConfig s3/bucketVersioning:BucketVersioning "
        "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    ),
    "AWS::S3::BucketPolicy": "s3/bucketPolicy:BucketPolicy",
    "AWS::SecretsManager::Secret": "secretsmanager/secret:Secret secretsmanager/secretVersion:SecretVersion",
    "AWS::SecurityHub::Hub": "securityhub/account:Account",
    "AWS::SecurityHub::ConfigurationPolicy": "securityhub/configurationPolicy:ConfigurationPolicy",
    "AWS::SecurityHub::PolicyAssociation": "securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation",
    "AWS::SecurityHub::FindingAggregator": "securityhub/findingAggregator:FindingAggregator",
    "AWS::SecurityHub::DelegatedAdmin": "securityhub/organizationAdminAccount:OrganizationAdminAccount",
    "AWS::SecurityHub::OrganizationConfiguration": "securityhub/organizationConfiguration:OrganizationConfiguration",
    "AWS::SNS::Topic": "sns/topic:Topic sns/topicSubscription:TopicSubscription",
    "AWS::SNS::TopicInlinePolicy": "sns/topicPolicy:TopicPolicy",
    "AWS::SNS::Subscription": "sns/topicSubscription:TopicSubscription",
    "AWS::SSM::Association": "ssm/association:Association",
    "AWS::SSM::Document": "ssm/document:Document",
    "AWS::EC2::SecurityGroupEgress": "vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "AWS::EC2::SecurityGroupIngress": "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "AWS::WAFv2::WebACL": "wafv2/webAcl:WebAcl",
    "AWS::WAFv2::WebACLAssociation": "wafv2/webAclAssociation:WebAclAssociation",
    "AWS::WAFv2::LoggingConfiguration": "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
}
"""CloudFormation's type -> ours (without ``aws:``) that do the same."""

WITHOUT_HANDLER = frozenset(
    f"aws:{token}"
    for token in words(
        "account/alternativeContact:AlternativeContact budgets/budget:Budget cfg/deliveryChannel:DeliveryChannel cfg/recorder:Recorder "
        "cfg/recorderStatus:RecorderStatus chime/voiceConnector:VoiceConnector chime/voiceConnectorLogging:VoiceConnectorLogging "
        "chime/voiceConnectorOrigination:VoiceConnectorOrigination chime/voiceConnectorTermination:VoiceConnectorTermination "
        "cloudcontrol/resource:Resource ebs/defaultKmsKey:DefaultKmsKey ebs/encryptionByDefault:EncryptionByDefault "
        "ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess ec2/defaultSecurityGroup:DefaultSecurityGroup "
        "ec2/imageBlockPublicAccess:ImageBlockPublicAccess ec2/instanceMetadataDefaults:InstanceMetadataDefaults "
        "directconnect/hostedTransitVirtualInterfaceAcceptor:HostedTransitVirtualInterfaceAcceptor "
        "ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter "
        "ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation "
        "ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation "
        "guardduty/organizationAdminAccount:OrganizationAdminAccount guardduty/organizationConfiguration:OrganizationConfiguration "
        "guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature "
        "organizations/delegatedAdministrator:DelegatedAdministrator ram/sharingWithOrganization:SharingWithOrganization "
        "route53/record:Record s3/accountPublicAccessBlock:AccountPublicAccessBlock"
    )
)
"""CloudFormation has no such type, or none whose handler declares its permissions."""


def declared(handler: str) -> frozenset[str]:
    """The actions that a handler declares, for whatever it does."""
    lines = map(json.loads, PERMISSIONS.read_text(encoding="utf-8").splitlines())
    found = next((line for line in lines if line["type"] == handler), {})
    return frozenset(action for operation in ("create", "read", "update", "delete") for action in found.get(operation, ()))


def beside(handler: str) -> tuple[str, ...]:
    """Our types that do what a handler does."""
    return tuple(f"aws:{token}" for token in HANDLERS[handler].split())
