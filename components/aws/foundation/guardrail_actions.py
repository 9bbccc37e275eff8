"""Actions that guardrails are about, by what they would undo. Action names: AWS Service Authorization Reference."""

SERVICES = (
    "access-analyzer:*", "account:*", "acm:*", "application-autoscaling:*", "autoscaling:Describe*", "backup-storage:*", "backup:*", "budgets:*",
    "ce:*", "chime:*PhoneNumber*", "chime:*TagResource", "chime:*TagsForResource", "chime:*VoiceConnector*", "cloudformation:*Resource*",
    "cloudformation:Describe*", "cloudformation:Get*", "cloudformation:List*", "cloudfront:*", "cloudtrail:*", "cloudwatch:*", "config:*", "ebs:*", "ec2:*", "ecr:*",
    "ecs:*", "elasticloadbalancing:*", "events:*", "guardduty:*", "health:*", "iam:*", "inspector2:*", "kms:*", "logs:*", "network-firewall:*",
    "notifications:*", "organizations:*", "pi:*", "ram:*", "rds:*", "resource-groups:*", "route53:*", "route53profiles:*", "route53resolver:*",
    "s3:*", "secretsmanager:*", "securityhub:*", "servicediscovery:*", "servicequotas:*", "signin:*", "sns:*", "sqs:*", "ssm:*", "ssmmessages:*",
    "sso:Describe*", "sso:Get*", "sso:List*", "sts:*", "support:*", "tag:*", "trustedadvisor:*", "vpce:*", "wafv2:*",
)  # fmt: skip
"""What the platform is made of, and what people look with. Any other service of AWS is closed, the ones that do not exist yet among them:
many answer the internet by themselves (Lightsail, App Runner, function URLs) or lead past the hub (Cloud WAN, VPC Lattice, CloudShell)."""

GLOBAL_SERVICES = (
    "account:*", "budgets:*", "ce:*", "cloudfront:*", "ec2:DescribeRegions", "events:*", "health:*", "iam:*", "kms:ListKeys", "notifications:*", "organizations:*",
    "route53:*", "s3:GetAccountPublicAccessBlock", "s3:ListAllMyBuckets", "s3:PutAccountPublicAccessBlock", "servicequotas:*", "signin:*", "sso:*",
    "sts:*", "support:*", "tag:*", "trustedadvisor:*",
)  # fmt: skip
"""Services without regions, or whose calls arrive in another region than the caller's."""

NETWORK_CHANGES = (
    "ec2:*teOdb*", "ec2:Accept*", "ec2:Advertise*", "ec2:AllocateAddress", "ec2:AllocateIpam*", "ec2:ApplySecurityGroups*", "ec2:AssignPrivateNat*",
    "ec2:Associate*", "ec2:Attach*Gateway", "ec2:AttachClassic*", "ec2:AttachVerified*", "ec2:AuthorizeClient*", "ec2:Create*Gateway*",
    "ec2:Create*Route*", "ec2:Create*Subnet*", "ec2:Create*Vpn*", "ec2:CreateCoip*", "ec2:CreateDefault*", "ec2:CreateDhcp*", "ec2:CreateFlowLogs",
    "ec2:CreateInstanceConnect*", "ec2:CreateIpam*", "ec2:CreateManagedPrefix*", "ec2:CreateNetworkAcl*", "ec2:CreateNetworkInterfaceP*",
    "ec2:CreateSecondary*", "ec2:CreateTraffic*", "ec2:CreateVerified*", "ec2:CreateVpc", "ec2:CreateVpcB*", "ec2:CreateVpcEnc*",
    "ec2:CreateVpcEndpoint?*", "ec2:CreateVpcP*", "ec2:Delete*Gateway*", "ec2:Delete*Route*", "ec2:Delete*Subnet*", "ec2:Delete*Vpn*",
    "ec2:DeleteCoip*", "ec2:DeleteDhcp*", "ec2:DeleteFlowLogs", "ec2:DeleteInstanceConnect*", "ec2:DeleteIpam*", "ec2:DeleteManagedPrefix*",
    "ec2:DeleteNetworkAcl*", "ec2:DeleteSecondary*", "ec2:DeleteTraffic*", "ec2:DeleteVerified*", "ec2:DeleteVpc", "ec2:DeleteVpcB*",
    "ec2:DeleteVpcEnc*", "ec2:DeleteVpcEndpointC*", "ec2:DeleteVpcEndpointSe*", "ec2:DeleteVpcP*", "ec2:Deprovision*", "ec2:DeregisterTransit*",
    "ec2:Detach*Gateway", "ec2:DetachClassic*", "ec2:DetachVerified*", "ec2:Disable*Propagation", "ec2:DisableAddress*", "ec2:DisableIpam*",
    "ec2:DisableVpc*", "ec2:Disassociate*", "ec2:Enable*Propagation", "ec2:EnableAddress*", "ec2:EnableIpam*", "ec2:EnableVpc*", "ec2:ExportTransit*",
    "ec2:Import*Ipam", "ec2:ImportClientVpn*", "ec2:Modify*Gateway*", "ec2:Modify*Vpn*", "ec2:ModifyAddress*", "ec2:ModifyInstanceConnect*",
    "ec2:ModifyIpam*", "ec2:ModifyManagedPrefix*", "ec2:ModifyOdb*", "ec2:ModifyRouteServer", "ec2:ModifySubnet*", "ec2:ModifyTraffic*",
    "ec2:ModifyVerified*", "ec2:ModifyVpcA*", "ec2:ModifyVpcB*", "ec2:ModifyVpcEnc*", "ec2:ModifyVpcEndpoint?*", "ec2:ModifyVpcP*", "ec2:ModifyVpcT*",
    "ec2:Move*", "ec2:Provision*", "ec2:RegisterTransit*", "ec2:Reject*", "ec2:ReleaseAddress", "ec2:ReleaseIpam*", "ec2:Replace*",
    "ec2:ResetAddress*", "ec2:RestoreAddress*", "ec2:RestoreManaged*", "ec2:RevokeClient*", "ec2:StartVpcEndpoint*", "ec2:TerminateClient*",
    "ec2:UnassignPrivateNat*", "ec2:Withdraw*", "network-firewall:A*", "network-firewall:C*", "network-firewall:Del*", "network-firewall:Det*",
    "network-firewall:Dis*", "network-firewall:P*", "network-firewall:R*", "network-firewall:U*", "route53:CreateVPCA*",
    "route53profiles:*Associate*", "route53profiles:*Disassociate*", "route53profiles:C*", "route53profiles:D*", "route53profiles:P*",
    "route53profiles:U*", "route53resolver:A*", "route53resolver:C*", "route53resolver:D*", "route53resolver:I*", "route53resolver:P*",
    "route53resolver:U*",
)  # fmt: skip
"""Making, extending, joining and opening networks, and what sees and names their traffic. What only looks (``Describe``) is not among them.

IAM reads actions without case, hence ``DeleteVpcEndpointSe*``: with one letter less it would refuse ``DeleteVpcEndpoints``.
"""
ENDPOINTS = ("ec2:CreateVpcEndpoint", "ec2:DeleteVpcEndpoints", "ec2:ModifyVpcEndpoint")
"""Doors to other services, and the policies on them. Applications have some of their own (``components.aws.services.rights``)."""

BASELINE_CHANGES = (
    "access-analyzer:Ap*", "access-analyzer:CreateAn*", "access-analyzer:CreateAr*", "access-analyzer:D*", "access-analyzer:U*", "account:D*",
    "account:EnableR*", "account:Put*", "account:S*", "backup:Delete*", "backup:Disass*", "backup:PutBackup*", "backup:Update*", "cloudtrail:Create*",
    "cloudtrail:Delete*", "cloudtrail:Put*", "cloudtrail:Stop*", "cloudtrail:Update*", "config:Delete*", "config:Disass*", "config:PutA*",
    "config:PutConfiguration*", "config:PutDelivery*", "config:PutRet*", "config:Stop*", "ec2:DisableAllowed*", "ec2:DisableEbs*",
    "ec2:DisableImageB*", "ec2:DisableSnapshotB*", "ec2:EnableSerial*", "ec2:ModifyEbs*", "ec2:ModifyInstanceMetadataD*", "ec2:ResetEbs*",
    "ecr:PutRegistryS*", "guardduty:Acc*", "guardduty:CreateF*", "guardduty:CreateI*", "guardduty:CreateM*", "guardduty:CreateP*",
    "guardduty:CreateT*", "guardduty:Del*", "guardduty:Dis*", "guardduty:I*", "guardduty:Sto*", "guardduty:U*", "inspector2:CreateFilter",
    "inspector2:Di*", "inspector2:U*", "kms:DeleteA*", "kms:DeleteI*", "kms:Disable*", "kms:PutKeyPolicy", "kms:Schedule*", "kms:UpdateA*",
    "kms:UpdateP*", "logs:CreateDel*", "logs:CreateExp*", "logs:DeleteAcc*", "logs:DeleteDel*", "logs:PutAcc*", "logs:PutBearer*",
    "logs:PutDeliveryS*", "logs:PutResourceP*", "logs:PutSub*", "logs:UpdateDel*", "rds:DeleteDB*AutomatedBackup", "s3:Bypass*",
    "s3:PutAccountPublicAccessBlock", "securityhub:Acc*", "securityhub:BatchD*", "securityhub:BatchUpdateA*", "securityhub:BatchUpdateS*",
    "securityhub:CreateA*", "securityhub:CreateM*", "securityhub:Delete*", "securityhub:Disa*", "securityhub:Inv*",
    "securityhub:StartConfigurationPolicyD*", "securityhub:UpdateA*", "securityhub:UpdateC*", "securityhub:UpdateO*", "securityhub:UpdateS*",
    "sns:A*", "sns:CreateP*", "sns:CreateS*", "sns:D*", "sns:PutD*", "sns:RemoveP*", "sns:Set*", "sns:Sub*", "sns:Uns*",
)  # fmt: skip
"""What would blind, weaken or mute the baseline: recorders, detectors, analysers, keys, backups, contacts, and topics of alarms."""
RULE_CHANGES = (
    "events:CreateApi*", "events:CreateConn*", "events:CreateEnd*", "events:Delete*", "events:Disable*", "events:PutR*", "events:PutT*",
    "events:RemoveT*", "events:Tag*", "events:Untag*", "events:UpdateApi*", "events:UpdateConn*",
)  # fmt: skip
"""What would mute a rule that an alarm hangs on, and rules and connections by which events leave the account. AWS Backup makes rules too."""
LOG_CHANGES = ("logs:DeleteLog*", "logs:DeleteR*", "logs:DeleteS*", "logs:DeleteT*", "logs:Disa*", "logs:PutD*P*", "logs:PutRet*")

ROLE_CHANGES = (
    "iam:Add*", "iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:Put*", "iam:Remove*", "iam:Set*", "iam:Tag*", "iam:Untag*",
    "iam:Update*",
)  # fmt: skip
"""Making and changing roles, their rights, their trust and their boundaries."""
LASTING_CREDENTIALS = (
    "account:AcceptP*", "account:CloseAccount", "iam:AcceptDel*", "iam:AssociateDel*", "iam:CreateAccessKey", "iam:CreateDel*", "iam:CreateGroup",
    "iam:CreateLoginProfile", "iam:CreateServiceSpecific*", "iam:CreateUser", "iam:EnableOutbound*", "iam:ResetServiceSpecific*", "iam:SendDel*",
    "iam:SetSecurityToken*", "iam:UpdateAccessKey", "iam:UpdateAccountE*", "iam:UpdateLoginProfile", "iam:UploadS*",
    "organizations:LeaveOrganization", "ssm:CreateActivation", "ssm:RegisterManaged*", "sts:GetDelegated*", "sts:GetFederationToken",
    "sts:GetWebIdentityToken",
)  # fmt: skip
"""Ways in that do not end with a session, rights handed to somebody else's product, and tokens by which ours would be known elsewhere."""
ISSUER_CHANGES = (
    "iam:AddClientID*", "iam:CreateOpenID*", "iam:CreateSAML*", "iam:DeleteOpenID*", "iam:DeleteSAML*", "iam:RemoveClientID*", "iam:TagOpenID*",
    "iam:TagSAML*", "iam:UntagOpenID*", "iam:UntagSAML*", "iam:UpdateOpenID*", "iam:UpdateSAML*",
)  # fmt: skip
"""Whose sign-ins are believed."""
SHARING = (
    "config:PutAggregationA*", "ec2:EnableAddressTransfer", "ec2:ModifyFpgaImageA*", "ec2:ModifyImageA*", "ec2:ModifySnapshotA*",
    "ec2:PutResourcePolicy", "ecr:PutRegistryPolicy", "ecr:PutReplication*", "events:PutPermission", "logs:PutDest*",
    "rds:ModifyDBClusterSnapshotA*", "rds:ModifyDBSnapshotA*", "s3:CreateAccessGrant*", "s3:CreateMulti*", "s3:PutAccessGrants*", "s3:PutInventory*",
    "ssm:CreateResourceDataSync", "ssm:ModifyDocumentP*", "ssm:PutResourceP*", "wafv2:PutPermission*",
)  # fmt: skip
"""Giving another account what is ours, where neither a policy on the resource nor the perimeter could stop it."""
DESTINATIONS = ("logs:PutDeliveryDest*",)
"""Where services of AWS deliver logs, and whose: the archive has the one of the edge."""
EDGE = ("acm:*", "wafv2:*")
"""What CloudFront reads in one region alone, wherever what it leads to is ("Requirements for using SSL/TLS certificates with CloudFront")."""
EDGE_CHANGES = (
    "cloudfront:A*", "cloudfront:C*", "cloudfront:D*", "cloudfront:P*", "cloudfront:T*", "cloudfront:U*", "cloudfront:V*",
)  # fmt: skip
"""Publishing, taking back and changing what is published. What only looks (``Get``, ``List``) is not among them."""
SHARES = ("ram:A*", "ram:C*", "ram:D*", "ram:E*", "ram:P*", "ram:R*", "ram:S*", "ram:U*")
"""Resource Access Manager, but for what looks."""
NEVER_IN_ARCHIVE = (
    "ec2:Create*", "ec2:Run*", "ecs:C*", "ecs:R*", "elasticloadbalancing:C*", "rds:C*", "rds:R*", "s3:Create*", "s3:Delete*", "s3:Put*", "ssm:Send*",
    "ssm:Start*",
)  # fmt: skip
"""What has no place in accounts that only keep records: running things, and touching what is kept."""

IN_A_TENANTS_PLACE = (
    "application-autoscaling:*", "cloudformation:*Resource", "cloudformation:DescribeType", "cloudformation:GetResourceRequestStatus",
    "cloudwatch:*Alarm*", "cloudwatch:*agResource", "cloudwatch:Describe*", "cloudwatch:ListTags*", "ec2:*SecurityGroup*", "ec2:*Tags", "ec2:Describe*",
    "ec2:GetManagedPrefixListEntries", "ecr:BatchC*", "ecr:BatchGetI*", "ecr:Describe*", "ecr:Get*Token", "ecr:GetDownloadUrlForLayer",
    "ecs:*Service", "ecs:*agResource", "ecs:*Task*", "ecs:Describe*", "ecs:List*", "elasticloadbalancing:*Rule*",
    "elasticloadbalancing:*Tags", "elasticloadbalancing:*Target*", "elasticloadbalancing:Describe*", "iam:CreateServiceLinkedRole", "iam:*Role",
    "iam:*RolePolicy", "iam:Get*", "iam:List*", "iam:UpdateRole*", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*",
    "logs:*", "rds:Describe*", "s3:*", "secretsmanager:*Secret*", "secretsmanager:*Resource*", "secretsmanager:GetRandomPassword",
)  # fmt: skip
"""What a tenant of a shared cell, and what runs for it, may have at most: whoever makes their roles gives them no more."""
