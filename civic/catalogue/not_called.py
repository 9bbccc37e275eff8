"""Actions of CloudFormation's handlers that our provider does not call for the types beside them, and why.

Rights that a handler has and no row asks for are no excess: the rows have never met AWS, and the wider of the two stays. A test compares this with
the handlers' own lists where those are on the machine.
"""

from collections.abc import Mapping

NOT_PLANNED = "only for something that our program does not set, or sets for good: a role keeps the boundary that it was made with"
OWN_ROLE = "the service does it under a role of its own"
ANSWERED = "the provider has it from another answer, or does the same by another call that the row has"
LOOKED_UP = "the handler looks it up, to find out what it made or whether it is gone; the provider does not"
NO_ACTION = "there is no such action"
UNTAGGED = "the Service Authorization Reference names it among nothing that has tags"

NOT_CALLED: Mapping[str, Mapping[str, str]] = {
    UNTAGGED: {
        "AWS::CloudFront::Function": "cloudfront:ListTagsForResource cloudfront:TagResource cloudfront:UntagResource",
    },
    NOT_PLANNED: {
        "AWS::CloudFront::Distribution": (
            "cloudfront:CreateConnectionGroup cloudfront:GetConnectionGroup cloudfront:UpdateDistributionWithStagingConfig"
        ),
        "AWS::Logs::DeliverySource": (
            "autoloop:AllowVendedLogDeliveryForResource codewhisperer:AllowVendedLogDeliveryForResource "
            "logs:AllowVendedLogDeliveryForResource workmail:AllowVendedLogDeliveryForResource"
        ),
        "AWS::AccessAnalyzer::Analyzer": (
            "access-analyzer:CreateArchiveRule access-analyzer:DeleteArchiveRule access-analyzer:ListArchiveRules access-analyzer:UpdateArchiveRule"
        ),
        "AWS::CertificateManager::Certificate": "acm-pca:GetCertificate acm-pca:IssueCertificate",
        "AWS::ApplicationAutoScaling::ScalingPolicy": "cloudwatch:GetMetricData",
        "AWS::ApplicationAutoScaling::ScalableTarget": (
            "application-autoscaling:DeleteScheduledAction application-autoscaling:DescribeScheduledActions "
            "application-autoscaling:PutScheduledAction lambda:DeleteProvisionedConcurrencyConfig "
            "lambda:GetProvisionedConcurrencyConfig lambda:PutProvisionedConcurrencyConfig"
        ),
        "AWS::Backup::BackupPlan": "iam:PassRole",
        "AWS::DirectConnect::DirectConnectGatewayAssociation": "directconnect:CreateDirectConnectGatewayAssociationProposal sts:AssumeRole",
        "AWS::Backup::BackupVault": (
            "backup:DeleteBackupVaultAccessPolicy backup:DeleteBackupVaultNotifications backup:GetBackupVaultAccessPolicy "
            "backup:GetBackupVaultNotifications backup:PutBackupVaultAccessPolicy backup:PutBackupVaultNotifications"
        ),
        "AWS::CloudTrail::Trail": "cloudtrail:GetEventConfiguration cloudtrail:PutEventConfiguration",
        "AWS::Logs::LogGroup": (
            "firehose:TagDeliveryStream logs:CreateLogDelivery logs:DeleteDataProtectionPolicy logs:DeleteIndexPolicy logs:DeleteResourcePolicy "
            "logs:DescribeIndexPolicies logs:DescribeResourcePolicies logs:GetDataProtectionPolicy logs:PutBearerTokenAuthentication "
            "logs:PutDataProtectionPolicy logs:PutIndexPolicy logs:PutLogGroupDeletionProtection logs:PutResourcePolicy"
        ),
        "AWS::EC2::EIP": "ec2:AcceptAddressTransfer ec2:AssociateAddress ec2:DisassociateAddress",
        "AWS::EC2::NatGateway": (
            "ec2:AssignPrivateNatGatewayAddress ec2:AssociateNatGatewayAddress ec2:DisassociateNatGatewayAddress ec2:UnassignPrivateNatGatewayAddress"
        ),
        "AWS::EC2::Subnet": "ec2:AssociateSubnetCidrBlock ec2:DisassociateSubnetCidrBlock",
        "AWS::EC2::VPC": "ec2:CreateVpcEncryptionControl ec2:DescribeVpcEncryptionControls ec2:ModifyVpcTenancy",
        "AWS::EC2::VPCEndpoint": ("vpc-lattice:CreateServiceNetworkVpcEndpointAssociation vpc-lattice:DescribeServiceNetworkVpcEndpointAssociation"),
        "AWS::EC2::VPCEndpointService": (
            "cloudwatch:DeleteInsightRules cloudwatch:ListManagedInsightRules cloudwatch:PutManagedInsightRules "
            "ec2:ModifyVpcEndpointServicePayerResponsibility"
        ),
        "AWS::ECS::Cluster": "ecs:PutAccountSetting ecs:PutAccountSettingDefault",
        "AWS::ECS::Service": "ecs:DescribeServiceDeployments ecs:ListServiceDeployments ecs:StopServiceDeployment",
        "AWS::IAM::Role": "iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary",
        "AWS::IAM::ManagedPolicy": "iam:AttachGroupPolicy iam:AttachUserPolicy iam:DetachGroupPolicy iam:DetachUserPolicy",
        "AWS::ElasticLoadBalancingV2::Listener": "cognito-idp:DescribeUserPoolClient",
        "AWS::ElasticLoadBalancingV2::ListenerRule": "cognito-idp:DescribeUserPoolClient",
        "AWS::ElasticLoadBalancingV2::LoadBalancer": (
            "ec2:DescribeIpamPools elasticloadbalancing:ModifyCapacityReservation elasticloadbalancing:ModifyIpPools"
        ),
        "AWS::NetworkFirewall::Firewall": (
            "network-firewall:AssociateAvailabilityZones network-firewall:DisassociateAvailabilityZones "
            "network-firewall:UpdateAvailabilityZoneChangeProtection network-firewall:UpdateFirewallAnalysisSettings"
        ),
        "AWS::NetworkFirewall::FirewallPolicy": "network-firewall:ListTLSInspectionConfigurations",
        "AWS::NetworkFirewall::LoggingConfiguration": "firehose:TagDeliveryStream iam:CreateServiceLinkedRole s3:GetBucketPolicy s3:PutBucketPolicy",
        "AWS::NetworkFirewall::RuleGroup": "ec2:DescribeManagedPrefixLists ec2:GetManagedPrefixListEntries",
        "AWS::RAM::ResourceShare": "ram:AssociateResourceSharePermission ram:GetPermission",
        "AWS::RDS::DBInstance": (
            "rds:AddRoleToDBInstance rds:CreateDBInstanceReadReplica rds:DescribeDBClusterSnapshots rds:DescribeDBClusters "
            "rds:DescribeDBInstanceAutomatedBackups rds:DescribeDBSnapshots rds:PromoteReadReplica rds:RemoveRoleFromDBInstance "
            "rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime rds:StartDBInstanceAutomatedBackupsReplication "
            "rds:StopDBInstanceAutomatedBackupsReplication"
        ),
        "AWS::Route53Profiles::ProfileResourceAssociation": "ec2:DescribeVpcEndpoints route53:GetHostedZone route53resolver:GetResolverRule",
        "AWS::Route53Resolver::FirewallDomainList": "route53resolver:ImportFirewallDomains",
        "AWS::Route53::HostedZone": ("route53:ListQueryLoggingConfigs route53:UpdateHostedZoneFeatures"),
        "AWS::S3::Bucket": (
            "s3:CreateBucketMetadataTableConfiguration s3:DeleteBucketMetadataTableConfiguration s3:DeleteBucketWebsite "
            "s3:GetAnalyticsConfiguration s3:GetBucketAbac s3:GetBucketMetadataTableConfiguration s3:GetBucketNotification "
            "s3:GetIntelligentTieringConfiguration s3:GetInventoryConfiguration s3:GetMetricsConfiguration s3:PutAccelerateConfiguration "
            "s3:PutAnalyticsConfiguration s3:PutBucketAbac s3:PutBucketAcl s3:PutBucketCORS s3:PutBucketNotification "
            "s3:PutBucketWebsite s3:PutIntelligentTieringConfiguration s3:PutInventoryConfiguration s3:PutMetricsConfiguration "
            "s3:PutObjectAcl s3:UpdateBucketMetadataInventoryTableConfiguration s3:UpdateBucketMetadataJournalTableConfiguration "
            "s3tables:CreateNamespace s3tables:CreateTable s3tables:CreateTableBucket s3tables:GetTable s3tables:GetTableMetadataLocation "
            "s3tables:PutTableBucketPolicy s3tables:PutTableEncryption s3tables:PutTablePolicy s3tables:UpdateTableMetadataLocation"
        ),
        "AWS::SecretsManager::Secret": (
            "secretsmanager:GetRandomPassword secretsmanager:RemoveRegionsFromReplication secretsmanager:ReplicateSecretToRegions"
        ),
        "AWS::SecurityHub::Hub": "securityhub:ListTagsForResource securityhub:TagResource securityhub:UntagResource",
        "AWS::SecurityHub::ConfigurationPolicy": "securityhub:ListTagsForResource securityhub:TagResource securityhub:UntagResource",
        "AWS::SNS::Topic": "iam:GetRole iam:PassRole sns:GetDataProtectionPolicy sns:PutDataProtectionPolicy",
        "AWS::SNS::Subscription": "iam:GetRole iam:PassRole",
        "AWS::SSM::Association": (
            "ec2:DescribeInstanceStatus resource-groups:GetGroupQuery resource-groups:ListGroupResources resource-groups:ListGroups ssm:GetCalendarState"
        ),
        "AWS::SSM::Document": "iam:PassRole s3:GetObject",
        "AWS::WAFv2::WebACLAssociation": (
            "amplify:AssociateWebACL amplify:DisassociateWebACL amplify:GetWebACLForResource apigateway:SetWebACL apprunner:AssociateWebAcl "
            "apprunner:DescribeWebAclForService apprunner:DisassociateWebAcl appsync:AssociateWebACL appsync:DisassociateWebACL "
            "appsync:GetWebACLForResource appsync:SetWebACL cognito-idp:AssociateWebACL cognito-idp:DisassociateWebACL "
            "cognito-idp:GetWebACLForResource ec2:AssociateVerifiedAccessInstanceWebAcl "
            "ec2:DescribeVerifiedAccessInstanceWebAclAssociations ec2:DisassociateVerifiedAccessInstanceWebAcl "
            "ec2:GetVerifiedAccessInstanceWebAcl wafv2:GetPermissionPolicy wafv2:PutPermissionPolicy"
        ),
        "AWS::WAFv2::LoggingConfiguration": "firehose:ListDeliveryStreams",
    },
    OWN_ROLE: {
        "AWS::CloudFront::VpcOrigin": "sts:AssumeRole",
        "AWS::ApplicationAutoScaling::ScalableTarget": "cloudwatch:DeleteAlarms cloudwatch:DescribeAlarms cloudwatch:PutMetricAlarm",
        "AWS::ECR::PullThroughCacheRule": "secretsmanager:GetSecretValue",
        "AWS::NetworkFirewall::Firewall": (
            "ec2:CreateVpcEndpoint ec2:DeleteVpcEndpoints ec2:DescribeRouteTables ec2:DescribeSubnets ec2:DescribeVpcEndpoints ec2:DescribeVpcs"
        ),
        "AWS::RDS::DBInstance": (
            "ec2:DescribeAccountAttributes ec2:DescribeAvailabilityZones ec2:DescribeInternetGateways ec2:DescribeSecurityGroups "
            "ec2:DescribeSubnets ec2:DescribeVpcAttribute ec2:DescribeVpcs"
        ),
        "AWS::Route53Profiles::ProfileResourceAssociation": "route53resolver:GetFirewallRuleGroup route53resolver:GetResolverQueryLogConfig",
    },
    ANSWERED: {
        "AWS::CloudFront::Distribution": "cloudfront:GetDistributionConfig",
        "AWS::CloudTrail::Trail": "cloudtrail:GetTrail",
        "AWS::EC2::SecurityGroup": "ec2:UpdateSecurityGroupRuleDescriptionsEgress ec2:UpdateSecurityGroupRuleDescriptionsIngress",
        "AWS::EC2::SecurityGroupEgress": "ec2:UpdateSecurityGroupRuleDescriptionsEgress",
        "AWS::EC2::SecurityGroupIngress": "ec2:UpdateSecurityGroupRuleDescriptionsIngress ec2:DescribeSecurityGroups",
        "AWS::EC2::TransitGateway": "ec2:DescribeTags ec2:ModifyTransitGatewayOptions",
        "AWS::EC2::TransitGatewayPeeringAttachment": "ec2:DescribeTags",
        "AWS::EC2::TransitGatewayVpcAttachment": "ec2:DescribeTags",
        "AWS::EC2::FlowLog": "autoscaling:DescribeTags ec2:DescribeTags",
        "AWS::ECS::Cluster": "ecs:ListTagsForResource ecs:UpdateClusterSettings",
        "AWS::ECS::Service": "ecs:ListTagsForResource",
        "AWS::ECS::TaskDefinition": "ecs:ListTagsForResource",
        "AWS::GuardDuty::Detector": "guardduty:ListTagsForResource",
        "AWS::IAM::SAMLProvider": "iam:ListSAMLProviderTags",
        "AWS::IAM::OIDCProvider": "iam:ListOpenIDConnectProviderTags",
        "AWS::NetworkFirewall::Firewall": "network-firewall:ListTagsForResource",
        "AWS::SSM::Document": "ssm:ListTagsForResource",
    },
    LOOKED_UP: {
        "AWS::Logs::Delivery": "logs:DescribeDeliveries logs:GetDeliveryDestination logs:GetDeliverySource",
        "AWS::AccessAnalyzer::Analyzer": "access-analyzer:ListAnalyzers",
        "AWS::CertificateManager::Certificate": "route53:ChangeResourceRecordSets",
        "AWS::Backup::BackupSelection": "iam:GetRole",
        "AWS::EC2::FlowLog": "iam:CreateServiceLinkedRole s3:GetBucketPolicy s3:PutBucketPolicy",
        "AWS::EC2::Route": "ec2:DescribeNetworkInterfaces",
        "AWS::EC2::SubnetRouteTableAssociation": "ec2:DescribeSubnets",
        "AWS::EC2::SecurityGroup": "ec2:DescribeInstances",
        "AWS::EC2::Subnet": "ec2:DescribeNetworkAcls",
        "AWS::EC2::TransitGatewayRouteTable": "ec2:DisassociateTransitGatewayRouteTable ec2:GetTransitGatewayRouteTableAssociations",
        "AWS::ECR::RepositoryCreationTemplate": "iam:CreateServiceLinkedRole",
        "AWS::ECS::Cluster": "kms:DescribeKey",
        "AWS::ECS::ClusterCapacityProviderAssociations": "ecs:DescribeCapacityProviders",
        "AWS::ECS::TaskDefinition": "iam:GetRole",
        "AWS::GuardDuty::Detector": "guardduty:ListDetectors iam:GetRole",
        "AWS::IAM::ManagedPolicy": "iam:ListEntitiesForPolicy",
        "AWS::NetworkFirewall::Firewall": (
            "logs:DescribeLogGroups logs:DescribeResourcePolicies logs:GetLogDelivery logs:ListLogDeliveries "
            "network-firewall:DescribeFirewallPolicy network-firewall:DescribeRuleGroup"
        ),
        "AWS::NetworkFirewall::FirewallPolicy": "network-firewall:ListRuleGroups",
        "AWS::NetworkFirewall::RuleGroup": "iam:CreateServiceLinkedRole network-firewall:ListRuleGroups",
        "AWS::Organizations::Account": "organizations:ListAccounts organizations:ListRoots",
        "AWS::Organizations::OrganizationalUnit": "organizations:ListOrganizationalUnitsForParent",
        "AWS::Organizations::Policy": "organizations:ListPolicies",
        "AWS::RDS::DBInstance": (
            "iam:GetRole iam:ListRoles rds:DescribeDBEngineVersions rds:DescribeDBParameterGroups rds:DescribeEvents rds:RebootDBInstance"
        ),
        "AWS::RDS::DBParameterGroup": "iam:CreateServiceLinkedRole rds:DescribeEngineDefaultParameters",
        "AWS::RDS::DBSubnetGroup": "iam:CreateServiceLinkedRole",
        "AWS::Route53Profiles::ProfileAssociation": "route53profiles:ListProfileAssociations",
        "AWS::Route53Profiles::ProfileResourceAssociation": (
            "route53profiles:ListProfileResourceAssociations route53profiles:UpdateProfileResourceAssociation"
        ),
        "AWS::Route53Resolver::ResolverQueryLoggingConfig": "iam:CreateServiceLinkedRole route53resolver:ListResolverQueryLogConfigs",
        "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation": "route53resolver:ListResolverQueryLogConfigAssociations",
        "AWS::SecurityHub::OrganizationConfiguration": "organizations:DescribeOrganization securityhub:ListFindingAggregators",
        "AWS::SNS::Topic": "sns:ListSubscriptionsByTopic",
        "AWS::SSM::Association": "iam:CreateServiceLinkedRole",
        "AWS::WAFv2::LoggingConfiguration": "s3:GetBucketPolicy s3:PutBucketPolicy",
    },
    NO_ACTION: {
        "AWS::CloudFront::Distribution": "cloudfront:CreateDistributionWithTags",
        "AWS::Backup::BackupVault": "backup-storage:Mount",
        "AWS::Logs::LogGroup": "s3:REST.PUT.OBJECT",
        "AWS::NetworkFirewall::FirewallPolicy": "network-firewall:ListTagsForResources",
        "AWS::NetworkFirewall::RuleGroup": "network-firewall:ListTagsForResources",
        "AWS::Route53Resolver::ResolverQueryLoggingConfig": (
            "resolverquerylogging:CreateConfig resolverquerylogging:DeleteConfig resolverquerylogging:GetConfig resolverquerylogging:ListConfig"
        ),
        "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation": (
            "resolverquerylogging:AssociateConfig resolverquerylogging:DisassociateConfig resolverquerylogging:GetConfigAssociation "
            "resolverquerylogging:ListConfigAssociation"
        ),
        "AWS::S3::Bucket": (
            "s3:DeleteBucketAnalyticsConfiguration s3:DeleteBucketCors s3:DeleteBucketEncryption s3:DeleteBucketLifecycle "
            "s3:DeleteBucketMetricsConfiguration s3:DeleteBucketReplication s3:PutBucketReplication s3:PutObjectLockConfiguration "
            "s3:UpdateBucketMetadataAnnotationTableConfiguration"
        ),
        "AWS::WAFv2::LoggingConfiguration": "iam:DescribeOrganization",
        "AWS::WAFv2::WebACLAssociation": (
            "bedrock-agentcore:GatewayAssociateWebACL bedrock-agentcore:GatewayDisassociateWebACL bedrock-agentcore:GatewayGetWebACLForResource"
        ),
    },
}
"""Reason -> handler -> its actions that no row beside it has."""


def handlers_actions() -> frozenset[str]:
    """What some handler may beyond our rows, in small letters."""
    reasons = (of for reason, of in NOT_CALLED.items() if reason != NO_ACTION)
    return frozenset(action.lower() for of in reasons for actions in of.values() for action in actions.split())
