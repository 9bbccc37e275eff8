"""What keeps the rules of hosting, applications, shared services, voice, access and budgets, taken back."""

from collections.abc import Mapping

from tests.policies.case import document
from tests.policies.services_aws import OWN, SECRETS, allow, entered
from tests.policies.undoing import Undo, of_one, of_what_it_means, put, put_in_json, without_any, without_its

CELL = "civic-aws:index:HostingCell"
APPLICATION = "civic-aws:index:Application"
BALANCER = f"{CELL}$aws:lb/loadBalancer:LoadBalancer"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"
DATABASE = "aws:rds/instance:Instance"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
TWO_BODIES = document(OWN, allow(f"{SECRETS}/south/bins/KEY"))
LONG_AGO = "2020-02-02"

AWS: Mapping[str, tuple[Undo, ...]] = {
    "elb-tls-only": (
        Undo(f"{CELL}$aws:lb/listener:Listener", put("sslPolicy", to="ELBSecurityPolicy-2016-08")),
        Undo(f"{CELL}$aws:lb/listener:Listener", put("protocol", to="HTTP")),
    ),
    "elb-entry-protected": (
        Undo(BALANCER, without_its("aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn")),
        Undo(BALANCER, put("internal", to=False)),
        Undo(BALANCER, put("accessLogs", "enabled", to=False)),
    ),
    "ecs-containers-confined": (
        Undo(TASK, put_in_json("containerDefinitions", 0, "user", to="0")),
        Undo(TASK, put_in_json("containerDefinitions", 0, "readonlyRootFilesystem", to=False)),
        Undo(TASK, put_in_json("containerDefinitions", 0, "image", to="registry.example/forms:latest")),
        Undo(TASK, put_in_json("containerDefinitions", 0, "environment", to=[{"name": "DB_PASSWORD", "value": "hunter2"}])),
    ),
    "ecs-service-private": (
        Undo(SERVICE, put("networkConfiguration", "assignPublicIp", to=True)),
        Undo(SERVICE, put("desiredCount", to=1)),
        Undo(SERVICE, put("deploymentCircuitBreaker", "rollback", to=False)),
    ),
    "rds-secure": (
        Undo(DATABASE, put("publiclyAccessible", to=True)),
        Undo(DATABASE, put("multiAz", to=False)),
        Undo(DATABASE, put("backupRetentionPeriod", to=1)),
        Undo(
            DATABASE,
            of_what_it_means(
                "aws:rds/parameterGroup:ParameterGroup", "parameterGroupName", put("parameters", to=[{"name": "rds.force_ssl", "value": "0"}])
            ),
        ),
    ),
    "iam-application-isolated": (
        Undo(f"{APPLICATION}$aws:iam/rolePolicy:RolePolicy", put("policy", to=TWO_BODIES)),
        Undo(f"{APPLICATION}$aws:iam/rolePolicy:RolePolicy", put("policy", to=document(allow(f"{SECRETS}/*")))),
        Undo(f"{APPLICATION}$aws:iam/role:Role", put("permissionsBoundary", to=None)),
        Undo(f"{APPLICATION}${INGRESS}", put("cidrIpv4", to="10.0.0.0/8")),
        Undo(f"{CELL}$aws:iam/policy:Policy", put("policy", to=TWO_BODIES)),
        Undo(f"{CELL}$aws:iam/rolePolicy:RolePolicy", put("policy", to=TWO_BODIES)),
    ),
    "ec2-vpn-strong": (
        Undo("aws:ec2/vpnConnection:VpnConnection", put("tunnel1IkeVersions", to=["ikev1", "ikev2"])),
        Undo("aws:ec2/vpnConnection:VpnConnection", put("presharedKeyStorage", to="Standard")),
    ),
    "ec2-bridge-ends": (Undo("aws:ec2/vpnConnection:VpnConnection", put("tags", to={"premises": "north-old", "until": LONG_AGO})),),
    "ec2-endpoint-service-restricted": (
        Undo("aws:ec2/vpcEndpointService:VpcEndpointService", put("allowedPrincipals", to=["*"])),
        Undo(
            "civic-aws:index:ServiceSubscription$aws:ec2/vpcEndpoint:VpcEndpoint",
            of_what_it_means(
                GROUP, "securityGroupIds", put("ingress", to=[{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["0.0.0.0/0"]}])
            ),
        ),
    ),
    "chime-voice-bounded": (
        Undo("aws:chime/voiceConnector:VoiceConnector", put("requireEncryption", to=False)),
        Undo("aws:chime/voiceConnectorTermination:VoiceConnectorTermination", put("cidrAllowLists", to=["203.0.113.0/24"])),
        Undo("civic-aws:index:VoiceConnection", put("emergency", "tested", to=LONG_AGO)),
    ),
    "iam-access-ends": (
        Undo("civic-aws:index:Access$aws:iam/role:Role", put("maxSessionDuration", to=43200)),
        Undo("civic-aws:index:Access$aws:iam/role:Role", put("assumeRolePolicy", to=entered(31, since=1, groups=()))),
    ),
    "budgets-forecast-notified": (
        Undo("civic-aws:index:Tenancy", without_any("aws:budgets/budget:Budget")),
        Undo("aws:budgets/budget:Budget", put("notifications", to=[])),
    ),
}

HERE = "civic-azure:index:Application"
RIGHT = f"{HERE}$azure-native:authorization:RoleAssignment"
APP = "azure-native:app:ContainerApp"
JOB = "azure-native:app:Job"
ENVIRONMENT = "azure-native:app:ManagedEnvironment"
ENTRY = "azure-native:network:ApplicationGateway"
SERVER = "azure-native:dbforpostgresql:Server"
SETTING = "azure-native:dbforpostgresql:Configuration"
REGISTRY = "azure-native:containerregistry:Registry"
NEIGHBOUR = "/subscriptions/s/resourceGroups/south/providers/Microsoft.KeyVault/vaults/kept/secrets/session"

AZURE: Mapping[str, tuple[Undo, ...]] = {
    "network-vpn-strong": (
        Undo("azure-native:network:VpnConnection", put("vpnLinkConnections", to=[])),
        Undo(
            "azure-native:network:VpnConnection",
            put("vpnLinkConnections", to=[{"vpnConnectionProtocolType": "IKEv2", "enableBgp": True, "ipsecPolicies": []}]),
        ),
    ),
    "network-bridge-ends": (Undo("azure-native:network:VpnSite", put("tags", "until", to=LONG_AGO), having="tags"),),
    "network-entry-protected": (
        Undo(ENTRY, put("firewallPolicy", to=None)),
        Undo(ENTRY, put("sslPolicy", "policyName", to="AppGwSslPolicy20150501")),
        Undo(ENTRY, put("httpListeners", 0, "protocol", to="Http")),
        Undo("azure-native:network:WebApplicationFirewallPolicy", put("policySettings", "mode", to="Detection")),
    ),
    "app-containers-confined": (
        Undo(APP, put("template", "containers", 0, "image", to="registry.example/forms:latest")),
        Undo(APP, put("template", "containers", 0, "env", to=[{"name": "DB_PASSWORD", "value": "hunter2"}])),
        Undo(APP, put("identity", to=None)),
        Undo(JOB, put("configuration", "secrets", to=[{"name": "session", "value": "hunter2"}])),
    ),
    "app-service-private": (
        Undo(ENVIRONMENT, put("vnetConfiguration", "internal", to=False)),
        Undo(ENVIRONMENT, put("zoneRedundant", to=False)),
        Undo(APP, put("configuration", "ingress", "allowInsecure", to=True)),
        Undo(APP, put("template", "scale", "minReplicas", to=1)),
    ),
    "dbforpostgresql-secure": (
        Undo(SERVER, put("network", "publicNetworkAccess", to="Enabled")),
        Undo(SERVER, put("highAvailability", "mode", to="Disabled")),
        Undo(SERVER, of_one(SETTING, "configurationName", "require_secure_transport", put("value", to="off"))),
    ),
    "containerregistry-private": (
        Undo(REGISTRY, put("adminUserEnabled", to=True)),
        Undo(REGISTRY, put("publicNetworkAccess", to="Enabled")),
    ),
    "authorization-application-isolated": (
        Undo(RIGHT, put("scope", to=NEIGHBOUR)),
        Undo(RIGHT, put("scope", to="/subscriptions/s")),
        Undo(f"{HERE}${APP}", put("configuration", "ingress", "ipSecurityRestrictions", to=[])),
    ),
    "network-private-link-service-restricted": (
        Undo("azure-native:network:PrivateLinkService", put("visibility", "subscriptions", to=["*"])),
        Undo("azure-native:network:PrivateLinkService", put("autoApproval", "subscriptions", to=["*"])),
    ),
    "communication-voice-bounded": (
        Undo("azure-native:communication:CommunicationService", put("disableLocalAuth", to=False)),
        Undo("pulumi-python:dynamic/civic:SipRouting", put("routes", 0, "pattern", to=".*")),
        Undo("civic-azure:index:VoiceConnection", put("emergency", "tested", to=LONG_AGO)),
    ),
    "authorization-access-ends": (
        Undo(
            "azure-native:authorization:PimRoleEligibilitySchedule",
            put("scheduleInfo", "expiration", "endDateTime", to=f"{LONG_AGO}T23:59:59Z"),
        ),
        Undo("azure-native:authorization:RoleAssignment", put("principalType", to="User")),
    ),
    "consumption-forecast-notified": (
        Undo("civic-azure:index:Tenancy", without_any("azure-native:consumption:Budget")),
        Undo("azure-native:consumption:Budget", put("notifications", to={})),
    ),
}
