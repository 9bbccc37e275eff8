"""For every rule: what the example estate does to keep it, taken back in the plan of the stack that does it."""

from collections.abc import Mapping

from tests.policies import undo_services
from tests.policies.case import document
from tests.policies.examples import ALL, SSH, THREATS
from tests.policies.undoing import Undo, both, of_its, put, told_at_itself, with_another, without_any, without_its

VPC = "aws:ec2/vpc:Vpc"
BUCKET = "aws:s3/bucket:Bucket"
BUCKET_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
BUCKET_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
GATEWAY = "aws:ec2/internetGateway:InternetGateway"
FIREWALL_POLICY = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
EXCLUSION = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"
BACKUP_LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
TRAIL = "aws:cloudtrail/trail:Trail"
STORE = "azure-native:storage:StorageAccount"
BACKUPS = "azure-native:dataprotection:BackupVault"
ANYBODY = document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})
OPEN = [{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]

FIRST: Mapping[str, tuple[Undo, ...]] = {
    "s3-secure": (
        Undo("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", put("blockPublicPolicy", to=False)),
        Undo(BUCKET, without_its(BUCKET_BLOCK, "bucket")),
        Undo(BUCKET, of_its(BUCKET_BLOCK, "bucket", put("restrictPublicBuckets", to=False))),
        Undo(BUCKET, without_its("aws:s3/bucketPolicy:BucketPolicy", "bucket")),
    ),
    "s3-archive-locked": (
        Undo(BUCKET, without_its(BUCKET_LOCK, "bucket"), having="objectLockEnabled"),
        Undo(BUCKET, of_its(BUCKET_LOCK, "bucket", put("rule", "defaultRetention", "mode", to="GOVERNANCE")), having="objectLockEnabled"),
    ),
    "kms-key-rotated": (Undo("aws:kms/key:Key", put("enableKeyRotation", to=False)),),
    "ec2-default-group-empty": (
        Undo(VPC, without_its("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId")),
        Undo(VPC, of_its("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId", put("ingress", to=OPEN))),
    ),
    "ec2-flow-logged": (
        Undo(VPC, without_its("aws:ec2/flowLog:FlowLog", "vpcId")),
        Undo(VPC, of_its("aws:ec2/flowLog:FlowLog", "vpcId", put("trafficType", to="REJECT"))),
    ),
    "ec2-no-public-administration": (
        Undo(
            "civic-aws:index:HostingCell$aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            both(put("cidrIpv4", to="0.0.0.0/0"), put("fromPort", to=22), put("toPort", to=22)),
        ),
    ),
    "ec2-internet-gateway-inspected": (
        Undo(f"civic-aws:index:NetworkHub${GATEWAY}", without_any("aws:networkfirewall/firewall:Firewall")),
        Undo(VPC, with_another(GATEWAY, "own-way-out", lambda vpc: {"vpcId": vpc["id"]})),
        Undo(
            f"civic-aws:index:HostingCell${GATEWAY}",
            told_at_itself(with_another("aws:ec2/route:Route", "round-the-hub", lambda gateway: {"gatewayId": gateway["id"]})),
        ),
        Undo(f"civic-aws:index:HostingCell${GATEWAY}", without_any(EXCLUSION)),
    ),
    "ec2-exclusion-for-the-edge": (Undo(EXCLUSION, without_any("aws:cloudfront/vpcOrigin:VpcOrigin")),),
    "networkfirewall-drops-by-default": (
        Undo(FIREWALL_POLICY, put("firewallPolicy", "statefulDefaultActions", to=["aws:drop_established", "aws:alert_established"])),
        Undo(FIREWALL_POLICY, put("firewallPolicy", "statelessDefaultActions", to=["aws:pass"])),
    ),
    "networkfirewall-denies-threats": (
        Undo(FIREWALL_POLICY, put("firewallPolicy", "statefulRuleGroupReferences", to=[])),
        Undo(
            FIREWALL_POLICY,
            put("firewallPolicy", "statefulRuleGroupReferences", to=[{"priority": 1, "resourceArn": f"{THREATS}MalwareDomainsStrictOrder"}]),
        ),
    ),
    "iam-no-star-on-star": (
        Undo("aws:iam/policy:Policy", put("policy", to=document(ALL))),
        Undo("civic-aws:index:Tenancy$aws:iam/rolePolicy:RolePolicy", put("policy", to=document(ALL))),
    ),
    "iam-trust-is-narrow": (Undo("aws:iam/role:Role", put("assumeRolePolicy", to=ANYBODY)),),
    "cloudtrail-complete": (Undo(TRAIL, put("kmsKeyId", to=None)), Undo(TRAIL, put("isMultiRegionTrail", to=False))),
    "backup-vault-locked": (
        Undo("aws:backup/vault:Vault", without_its(BACKUP_LOCK, "backupVaultName")),
        Undo("aws:backup/vault:Vault", of_its(BACKUP_LOCK, "backupVaultName", put("changeableForDays", to=None))),
    ),
    "storage-account-secure": (
        Undo(STORE, put("allowBlobPublicAccess", to=True)),
        Undo(STORE, put("allowSharedKeyAccess", to=True)),
        Undo(STORE, put("enableHttpsTrafficOnly", to=False)),
        Undo(STORE, put("minimumTlsVersion", to="TLS1_0")),
    ),
    "keyvault-resists-purge": (Undo("azure-native:keyvault:Vault", put("properties", "enablePurgeProtection", to=None)),),
    "network-subnet-guarded": (
        Undo("azure-native:network:Subnet", put("networkSecurityGroup", to=None), having="networkSecurityGroup"),
        Undo("azure-native:network:Subnet", put("defaultOutboundAccess", to=True), having="networkSecurityGroup"),
    ),
    "network-no-public-administration": (Undo("azure-native:network:NetworkSecurityGroup", put("securityRules", to=[SSH])),),
    "network-hub-connection-inspected": (Undo("azure-native:network:HubVirtualNetworkConnection", put("enableInternetSecurity", to=False)),),
    "network-firewall-denies-threats": (
        Undo("azure-native:network:FirewallPolicy", put("threatIntelMode", to="Alert")),
        Undo("azure-native:network:FirewallPolicy", put("intrusionDetection", "mode", to="Alert")),
    ),
    "authorization-no-star-role": (Undo("azure-native:authorization:RoleDefinition", put("permissions", to=[{"actions": ["*"]}])),),
    "authorization-federation-exact": (Undo("azure-native:managedidentity:FederatedIdentityCredential", put("subject", to="repo:commons/*")),),
    "logs-workspace-keeps-logs": (Undo("azure-native:operationalinsights:Workspace", put("retentionInDays", to=30)),),
    "logs-reach-the-store": (Undo("azure-native:monitor:DiagnosticSetting", put("storageAccountId", to=None), having="workspaceId"),),
    "storage-archive-locked": (
        Undo(STORE, put("immutableStorageWithVersioning", "immutabilityPolicy", "state", to="Unlocked"), having="immutableStorageWithVersioning"),
    ),
    "backup-vault-resists-deletion": (
        Undo(BACKUPS, put("properties", "securitySettings", "immutabilitySettings", "state", to="Disabled")),
        Undo(BACKUPS, put("properties", "securitySettings", "softDeleteSettings", "state", to="Off")),
    ),
}
UNDO: Mapping[str, tuple[Undo, ...]] = {**FIRST, **undo_services.AWS, **undo_services.AZURE}
