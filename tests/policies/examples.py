"""Examples for every rule: one clean stack of each cloud, and what breaks it."""

from civic.plan import UNKNOWN
from tests.policies import estate_examples, services_aws, services_azure
from tests.policies.case import Case, Inputs, both, document, drop, put

FLAGS = {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True, "restrictPublicBuckets": True}
TLS_ONLY = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
READ = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}
THREATS = "arn:aws:network-firewall:eu-west-2:aws-managed:stateful-rulegroup/"
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
EXACT = {"StringEquals": {"id.example:aud": "sts.amazonaws.com", "id.example:sub": "repo:a/b:environment:live"}}
LOOSE = {"StringEquals": {"id.example:aud": "sts.amazonaws.com"}, "StringLike": {"id.example:sub": "repo:a/*"}}


def federated(condition: object) -> str:
    return document({"Effect": "Allow", "Principal": {"Federated": "arn:x"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition})


AWS_CLEAN: dict[str, tuple[str, Inputs]] = {
    "account-private": ("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", {**FLAGS}),
    "bucket": ("aws:s3/bucket:Bucket", {"bucket": "files", "objectLockEnabled": True}),
    "bucket-lock": (
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        {"bucket": "files", "rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 400}}},
    ),
    "bucket-private": ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {"bucket": "files", **FLAGS}),
    "bucket-policy": ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "files", "policy": document(TLS_ONLY)}),
    "key": ("aws:kms/key:Key", {"enableKeyRotation": True}),
    "vpc": ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}),
    "default-group": ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {"vpcId": "vpc-id", "ingress": [], "egress": []}),
    "flow": ("aws:ec2/flowLog:FlowLog", {"vpcId": "vpc-id", "trafficType": "ALL", "logDestination": "arn:aws:s3:::logs"}),
    "group": ("aws:ec2/securityGroup:SecurityGroup", {"ingress": []}),
    "opening": (
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        {"cidrIpv4": "10.0.0.0/16", "ipProtocol": "tcp", "fromPort": 22, "toPort": 22},
    ),
    "rights": ("aws:iam/rolePolicy:RolePolicy", {"policy": document(READ)}),
    "role": ("aws:iam/role:Role", {"assumeRolePolicy": federated(EXACT)}),
    "gateway": ("aws:ec2/internetGateway:InternetGateway", {"vpcId": "vpc-id"}),
    "firewall": ("aws:networkfirewall/firewall:Firewall", {"vpcId": "vpc-id"}),
    "excepted": (
        "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
        {"vpcId": "edge-id", "internetGatewayExclusionMode": "allow-bidirectional"},
    ),
    "origin": (
        "aws:cloudfront/vpcOrigin:VpcOrigin",
        {"vpcOriginEndpointConfig": {"arn": "arn:aws:elasticloadbalancing:eu-west-2:1:loadbalancer/app/x/1"}},
    ),
    "way-out": ("aws:ec2/route:Route", {"gatewayId": "other-id", "destinationCidrBlock": "0.0.0.0/0"}),
    "firewall-policy": (
        "aws:networkfirewall/firewallPolicy:FirewallPolicy",
        {
            "firewallPolicy": {
                "statefulEngineOptions": {"ruleOrder": "STRICT_ORDER"},
                "statefulDefaultActions": ["aws:drop_established_app_layer_to_server", "aws:alert_established_app_layer_to_server"],
                "statelessDefaultActions": ["aws:forward_to_sfe"],
                "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                "statefulRuleGroupReferences": [
                    {"priority": 1, "resourceArn": f"{THREATS}MalwareDomainsStrictOrder"},
                    {"priority": 2, "resourceArn": f"{THREATS}ThreatSignaturesMalwareStrictOrder"},
                    {"priority": 100, "resourceArn": "arn:aws:network-firewall:eu-west-2:111122223333:stateful-rulegroup/own"},
                ],
            }
        },
    ),
    "vault": ("aws:backup/vault:Vault", {"name": "kept"}),
    "vault-lock": (
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        {"backupVaultName": "kept", "changeableForDays": 3, "minRetentionDays": 35},
    ),
    "trail": (
        "aws:cloudtrail/trail:Trail",
        {"isMultiRegionTrail": True, "enableLogFileValidation": True, "kmsKeyId": "arn:aws:kms:r:1:key/k", "enableLogging": True},
    ),
}

OPEN_TO_ALL = [{"protocol": "tcp", "fromPort": 0, "toPort": 65535, "cidrBlocks": ["0.0.0.0/0"]}]

DEFAULTS = ("firewallPolicy", "statefulDefaultActions")
GROUPS = ("firewallPolicy", "statefulRuleGroupReferences")

AWS_CASES = {
    "networkfirewall-drops-by-default": Case(
        (
            put("firewall-policy", *DEFAULTS, to=None),
            put("firewall-policy", *DEFAULTS, to=["aws:drop_established", "aws:alert_established"]),
            put("firewall-policy", *DEFAULTS, to=["aws:alert_established_app_layer_to_server"]),
            put("firewall-policy", *DEFAULTS, to=["aws:drop_established_app_layer_to_server"]),
            put("firewall-policy", "firewallPolicy", "statefulEngineOptions", "ruleOrder", to="DEFAULT_ACTION_ORDER"),
            put("firewall-policy", "firewallPolicy", "statelessFragmentDefaultActions", to=["aws:pass"]),
        ),
        put("firewall-policy", *DEFAULTS, to=UNKNOWN),
        put("firewall-policy", *DEFAULTS, to=7),
        put("firewall-policy", *DEFAULTS, to=["aws:alert_established_app_layer", "aws:drop_established_app_layer"]),
    ),
    "networkfirewall-denies-threats": Case(
        (
            put("firewall-policy", *GROUPS, to=None),
            put("firewall-policy", *GROUPS, 0, "override", to={"action": "DROP_TO_ALERT"}),
            put("firewall-policy", *GROUPS, 1, "resourceArn", to=f"{THREATS}MalwareDomainsStrictOrder"),
            put("firewall-policy", *GROUPS, 2, "priority", to=0),
        ),
        put("firewall-policy", *GROUPS, to=UNKNOWN),
        put("firewall-policy", *GROUPS, to="all"),
        put("firewall-policy", *GROUPS, 2, "resourceArn", to=UNKNOWN),
    ),
    "s3-archive-locked": Case(
        (
            drop("bucket-lock"),
            put("bucket-lock", "rule", to=None),
            put("bucket-lock", "rule", "defaultRetention", "mode", to="GOVERNANCE"),
            both(put("bucket", "objectLockEnabled", to=None), both(drop("bucket-lock"), put("trail", "s3BucketName", to="files"))),
        ),
        put("bucket-lock", "rule", "defaultRetention", "mode", to=UNKNOWN),
        put("bucket-lock", "rule", to="locked"),
        both(put("bucket", "objectLockEnabled", to=None), drop("bucket-lock")),
    ),
    "s3-secure": Case(
        (
            put("account-private", "blockPublicAcls", to=False),
            put("account-private", "restrictPublicBuckets", to=None),
            drop("bucket-private"),
            put("bucket-private", "ignorePublicAcls", to=False),
            drop("bucket-policy"),
            put("bucket-policy", "policy", to=document(READ)),
        ),
        put("bucket-policy", "policy", to=UNKNOWN),
        put("bucket-policy", "policy", to="not json"),
        put("bucket-policy", "policy", to=document(READ, TLS_ONLY)),
    ),
    "kms-key-rotated": Case(
        (put("key", "enableKeyRotation", to=False), put("key", "enableKeyRotation", to=None)),
        put("key", "enableKeyRotation", to=UNKNOWN),
        put("key", "enableKeyRotation", to="true"),
        both(put("key", "customerMasterKeySpec", to="RSA_2048"), put("key", "enableKeyRotation", to=None)),
    ),
    "ec2-default-group-empty": Case(
        (drop("default-group"), put("default-group", "ingress", to=OPEN_TO_ALL)),
        put("default-group", "ingress", to=UNKNOWN),
        put("default-group", "egress", to="everything"),
        put("default-group", "ingress", to=None),
    ),
    "ec2-flow-logged": Case(
        (drop("flow"), put("flow", "trafficType", to="REJECT")),
        put("flow", "trafficType", to=UNKNOWN),
        put("flow", "trafficType", to=7),
        put("flow", "logDestination", to=UNKNOWN),
    ),
    "ec2-no-public-administration": Case(
        (put("opening", "cidrIpv4", to="0.0.0.0/0"), put("opening", "cidrIpv6", to="::/0"), put("group", "ingress", to=OPEN_TO_ALL)),
        put("opening", "cidrIpv4", to=UNKNOWN),
        put("group", "ingress", to=["anything"]),
        both(put("opening", "cidrIpv4", to="0.0.0.0/0"), put("opening", "fromPort", to=443), put("opening", "toPort", to=443)),
    ),
    "iam-no-star-on-star": Case(
        (put("rights", "policy", to=document(ALL)),),
        put("rights", "policy", to=UNKNOWN),
        put("rights", "policy", to="not json"),
        put("rights", "policy", to=document({**ALL, "Effect": "Deny"})),
    ),
    "iam-trust-is-narrow": Case(
        (
            put("role", "assumeRolePolicy", to=federated(LOOSE)),
            put("role", "assumeRolePolicy", to=document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})),
        ),
        put("role", "assumeRolePolicy", to=UNKNOWN),
        put("role", "assumeRolePolicy", to="not json"),
        put("role", "assumeRolePolicy", to=document({"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"})),
    ),
    "cloudtrail-complete": Case(
        (
            put("trail", "isMultiRegionTrail", to=False),
            put("trail", "enableLogFileValidation", to=None),
            put("trail", "kmsKeyId", to=None),
            put("trail", "enableLogging", to=False),
        ),
        put("trail", "isMultiRegionTrail", to=UNKNOWN),
        put("trail", "enableLogFileValidation", to="perhaps"),
        put("trail", "kmsKeyId", to=UNKNOWN),
    ),
    "ec2-exclusion-for-the-edge": Case(
        (both(drop("origin"), put("excepted", "vpcId", to="another-id")), drop("origin")),
        both(drop("origin"), put("excepted", "vpcId", to=UNKNOWN)),
        both(drop("origin"), put("excepted", "vpcId", to=7)),
        put("excepted", "internetGatewayExclusionMode", to="allow-egress"),
    ),
    "ec2-internet-gateway-inspected": Case(
        (
            drop("firewall"),
            put("gateway", "vpcId", to="another-id"),
            both(put("gateway", "vpcId", to="edge-id"), put("way-out", "gatewayId", to="gateway-id")),
        ),
        put("gateway", "vpcId", to=UNKNOWN),
        put("gateway", "vpcId", to=7),
        both(put("gateway", "vpcId", to=None), drop("firewall")),
    ),
    "backup-vault-locked": Case(
        (
            drop("vault-lock"),
            put("vault-lock", "changeableForDays", to=None),
            put("vault-lock", "minRetentionDays", to=7),
            put("vault-lock", "backupVaultName", to="another"),
        ),
        put("vault-lock", "minRetentionDays", to=UNKNOWN),
        put("vault-lock", "minRetentionDays", to="long"),
        put("vault-lock", "maxRetentionDays", to=UNKNOWN),
    ),
}

SSH = {"name": "ssh", "access": "Allow", "direction": "Inbound", "sourceAddressPrefix": "*", "destinationPortRange": "22"}

AZURE_CLEAN: dict[str, tuple[str, Inputs]] = {
    "store": (
        "azure-native:storage:StorageAccount",
        {"allowBlobPublicAccess": False, "allowSharedKeyAccess": False, "enableHttpsTrafficOnly": True, "minimumTlsVersion": "TLS1_2"},
    ),
    "vault": ("azure-native:keyvault:Vault", {"properties": {"enablePurgeProtection": True, "enableRbacAuthorization": True}}),
    "subnet": ("azure-native:network:Subnet", {"networkSecurityGroup": {"id": "/x"}, "defaultOutboundAccess": False}),
    "guard": ("azure-native:network:NetworkSecurityGroup", {"securityRules": [{**SSH, "access": "Deny"}]}),
    "backups": (
        "azure-native:dataprotection:BackupVault",
        {"properties": {"securitySettings": {"immutabilitySettings": {"state": "Locked"}, "softDeleteSettings": {"state": "AlwaysOn"}}}},
    ),
    "recovery": (
        "azure-native:recoveryservices:Vault",
        {"properties": {"securitySettings": {"immutabilitySettings": {"state": "Locked"}, "softDeleteSettings": {"softDeleteState": "AlwaysON"}}}},
    ),
    "joined": ("azure-native:network:HubVirtualNetworkConnection", {"enableInternetSecurity": True}),
    "firewall": ("azure-native:network:FirewallPolicy", {"threatIntelMode": "Deny", "intrusionDetection": {"mode": "Deny"}}),
    "role": ("azure-native:authorization:RoleDefinition", {"permissions": [{"actions": ["Microsoft.Network/*"], "notActions": []}]}),
    "trust": (
        "azure-native:managedidentity:FederatedIdentityCredential",
        {"issuer": "https://id.example", "subject": "repo:a/b:environment:live", "audiences": ["api://AzureADTokenExchange"]},
    ),
    "logs": ("azure-native:operationalinsights:Workspace", {"retentionInDays": 365}),
    "archived": ("azure-native:monitor:DiagnosticSetting", {"name": "archive", "workspaceId": "/workspace", "storageAccountId": "/store"}),
    "locked-store": (
        "azure-native:storage:StorageAccount",
        {
            "allowBlobPublicAccess": False,
            "allowSharedKeyAccess": False,
            "minimumTlsVersion": "TLS1_2",
            "immutableStorageWithVersioning": {"enabled": True, "immutabilityPolicy": {"state": "Locked"}},
        },
    ),
}

SECURITY = ("properties", "securitySettings")
IMMUTABILITY = ("immutableStorageWithVersioning", "immutabilityPolicy")

AZURE_CASES = {
    "storage-account-secure": Case(
        (
            put("store", "allowBlobPublicAccess", to=True),
            put("store", "allowSharedKeyAccess", to=None),
            put("store", "minimumTlsVersion", to="TLS1_0"),
            put("store", "enableHttpsTrafficOnly", to=False),
        ),
        put("store", "allowBlobPublicAccess", to=UNKNOWN),
        put("store", "allowSharedKeyAccess", to="no"),
        put("store", "minimumTlsVersion", to="TLS1_3"),
    ),
    "keyvault-resists-purge": Case(
        (put("vault", "properties", "enablePurgeProtection", to=False), put("vault", "properties", "enableRbacAuthorization", to=None)),
        put("vault", "properties", "enablePurgeProtection", to=UNKNOWN),
        put("vault", "properties", to="closed"),
        put("vault", "properties", "enabledForDeployment", to=UNKNOWN),
    ),
    "network-subnet-guarded": Case(
        (put("subnet", "networkSecurityGroup", to=None), put("subnet", "defaultOutboundAccess", to=True)),
        put("subnet", "defaultOutboundAccess", to=UNKNOWN),
        put("subnet", "defaultOutboundAccess", to="never"),
        both(put("subnet", "delegations", to=[{"name": "resolver"}]), put("subnet", "networkSecurityGroup", to=None)),
    ),
    "network-no-public-administration": Case(
        (put("guard", "securityRules", to=[SSH]), put("guard", "securityRules", to=[{**SSH, "destinationPortRange": "3000-4000"}])),
        put("guard", "securityRules", to=UNKNOWN),
        put("guard", "securityRules", to=["anything"]),
        put("guard", "securityRules", to=[{**SSH, "destinationPortRange": "443"}, {**SSH, "sourceAddressPrefix": "10.0.0.0/8"}]),
    ),
    "network-hub-connection-inspected": Case(
        (put("joined", "enableInternetSecurity", to=False), put("joined", "enableInternetSecurity", to=None)),
        put("joined", "enableInternetSecurity", to=UNKNOWN),
        put("joined", "enableInternetSecurity", to="yes"),
        put("joined", "connectionName", to=UNKNOWN),
    ),
    "network-firewall-denies-threats": Case(
        (put("firewall", "threatIntelMode", to="Alert"), put("firewall", "intrusionDetection", to=None)),
        put("firewall", "threatIntelMode", to=UNKNOWN),
        put("firewall", "intrusionDetection", to="Deny"),
        put("firewall", "sku", to=UNKNOWN),
    ),
    "authorization-no-star-role": Case(
        (put("role", "permissions", to=[{"actions": ["*"]}]), put("role", "permissions", to=[{"dataActions": ["*"]}])),
        put("role", "permissions", to=UNKNOWN),
        put("role", "permissions", to=["everything"]),
        put("role", "permissions", to=[{"actions": ["*/read"], "notActions": ["*"]}]),
    ),
    "authorization-federation-exact": Case(
        (put("trust", "subject", to="repo:a/*"), put("trust", "audiences", to=["anybody"]), put("trust", "issuer", to="http://id.example")),
        put("trust", "subject", to=UNKNOWN),
        put("trust", "subject", to=["a", "b"]),
        put("trust", "subject", to="repo:a/c:environment:live"),
    ),
    "logs-workspace-keeps-logs": Case(
        (put("logs", "retentionInDays", to=30), put("logs", "retentionInDays", to=None)),
        put("logs", "retentionInDays", to=UNKNOWN),
        put("logs", "retentionInDays", to="long"),
        put("logs", "retentionInDays", to=180),
    ),
    "logs-reach-the-store": Case(
        (put("archived", "storageAccountId", to=None),),
        put("archived", "name", to=UNKNOWN),
        put("archived", "name", to=["archive"]),
        both(put("archived", "name", to="hosting"), put("archived", "storageAccountId", to=None)),
    ),
    "storage-archive-locked": Case(
        (put("locked-store", *IMMUTABILITY, "state", to="Unlocked"), put("locked-store", *IMMUTABILITY, "state", to="Disabled")),
        put("locked-store", *IMMUTABILITY, "state", to=UNKNOWN),
        put("locked-store", *IMMUTABILITY, to="locked"),
        put("locked-store", IMMUTABILITY[0], to=None),
    ),
    "backup-vault-resists-deletion": Case(
        (
            put("backups", *SECURITY, "immutabilitySettings", "state", to="Unlocked"),
            put("backups", *SECURITY, "softDeleteSettings", "state", to="On"),
            put("backups", *SECURITY, to=None),
            put("recovery", *SECURITY, "softDeleteSettings", "softDeleteState", to="Enabled"),
        ),
        put("backups", *SECURITY, "softDeleteSettings", to=UNKNOWN),
        put("backups", *SECURITY, to="locked"),
        put("backups", "properties", "storageSettings", to=UNKNOWN),
    ),
}

CLEAN = {"aws": AWS_CLEAN | services_aws.CLEAN, "azure": AZURE_CLEAN | services_azure.CLEAN, "estate": estate_examples.CLEAN}
"""Pack -> logical name -> (type, below the types that made it, and inputs). What a component made is named ``<component>/<resource>``."""
CASES = {"aws": AWS_CASES | services_aws.CASES, "azure": AZURE_CASES | services_azure.CASES, "estate": estate_examples.CASES}
