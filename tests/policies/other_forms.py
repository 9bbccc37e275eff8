"""Forms that this estate's programs do not write and other people's do: those that are as good, and those that are as bad."""

from tests.policies.case import Change, both, document, drop, put
from tests.policies.case import add as added
from tests.policies.examples import ALL, READ, TLS_ONLY
from tests.policies.services_aws import FORWARD, allow, container, day

GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
CLUSTER = "aws:rds/cluster:Cluster"
WORLD = ["0.0.0.0/0"]


def tls_only(**changes: object) -> str:
    return document({**TLS_ONLY, **changes})


def trusting(principal: object, condition: object = None, action: str = "sts:AssumeRole") -> str:
    return document({"Effect": "Allow", "Principal": principal, "Action": action, **({"Condition": condition} if condition else {})})


def web(provider: str, condition: object) -> str:
    return trusting({"Federated": provider}, condition, "sts:AssumeRoleWithWebIdentity")


def bucket_policy(text: str) -> Change:
    return put("bucket-policy", "policy", to=text)


def trust(text: str) -> Change:
    return put("role", "assumeRolePolicy", to=text)


def group_rule(**changes: object) -> Change:
    return added("old", GROUP_RULE, {"type": "ingress", "protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": WORLD, **changes})


def ingress_rule(**changes: object) -> Change:
    return added("other", INGRESS_RULE, {"cidrIpv4": "0.0.0.0/0", "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, **changes})


def cluster(**changes: object) -> Change:
    clean = {
        "engine": "aurora-postgresql",
        "engineVersion": "17.4",
        "storageEncrypted": True,
        "kmsKeyId": "key",
        "deletionProtection": True,
        "backupRetentionPeriod": 7,
        "manageMasterUserPassword": True,
    }
    return added("aurora", CLUSTER, {**clean, **changes})


def database(**changes: object) -> Change:
    return both(*(put("database", key, to=value) for key, value in changes.items()))


TCP = {"name": "r", "access": "Allow", "direction": "Inbound", "sourceAddressPrefix": "Internet", "destinationPortRange": "*", "protocol": "Tcp"}
SUBJECT = "system:serviceaccount:web:forms"
EKS = "arn:aws:iam::1:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/0123"
POOL = "eu-west-2:00000000-0000-0000-0000-000000000000"
RULE = {"httpListener": {"id": "/x/httpListeners/plain"}}
PLAIN = [{"name": "tls", "protocol": "Https"}, {"name": "plain", "protocol": "Http"}]

AS_GOOD: dict[str, dict[str, tuple[Change, ...]]] = {
    "aws": {
        "s3-secure": (
            bucket_policy(tls_only(Principal={"AWS": "*"})),
            bucket_policy(tls_only(Principal={"AWS": ["*"]})),
            bucket_policy(tls_only(Action="*")),
            bucket_policy(tls_only(Action=["s3:*"])),
            bucket_policy(tls_only(Condition={"Bool": {"aws:SecureTransport": False}})),
            bucket_policy(tls_only(Condition={"Bool": {"aws:SecureTransport": ["false"]}})),
            bucket_policy(tls_only(Condition={"BoolIfExists": {"AWS:SecureTransport": "false"}})),
            both(drop("bucket-policy"), put("bucket", "policy", to=tls_only())),
        ),
        "kms-key-rotated": (both(put("key", "customKeyStoreId", to="cks-1"), put("key", "enableKeyRotation", to=None)),),
        "ec2-flow-logged": (both(put("flow", "logDestination", to=None), put("flow", "logGroupName", to="flows")),),
        "ec2-no-public-administration": (
            # ICMP, ICMPv6, ESP and AH have no ports, and providers write what they like in their place.
            ingress_rule(ipProtocol="50", fromPort=None, toPort=None),
            ingress_rule(cidrIpv4=None, cidrIpv6="::/0", ipProtocol="icmpv6", fromPort=-1, toPort=-1),
            ingress_rule(ipProtocol="icmp", fromPort=8, toPort=255),
            put("group", "ingress", to=[{"protocol": "50", "fromPort": 0, "toPort": 0, "cidrBlocks": WORLD}]),
            group_rule(protocol="icmp", fromPort=-1, toPort=-1),
            group_rule(protocol="udp", fromPort=20, toPort=30),
            group_rule(type="egress"),
            group_rule(cidrBlocks=None, sourceSecurityGroupId="sg-1"),
            group_rule(cidrBlocks=None, self=True),
        ),
        "iam-no-star-on-star": (
            added("a", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", {"role": "r", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
            put("role", "inlinePolicies", to=[{"name": "own", "policy": document(READ)}]),
            put("rights", "policy", to={"Version": "2012-10-17", "Statement": READ}),
        ),
        "iam-trust-is-narrow": (
            trust(
                trusting(
                    {"Federated": "arn:aws:iam::1:saml-provider/directory"},
                    {
                        "StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml", "saml:edupersonentitlement": "group"},
                        "DateLessThan": {"aws:CurrentTime": f"{day(31)}T00:00:00Z"},
                    },
                    "sts:AssumeRoleWithSAML",
                )
            ),
            trust(web("cognito-identity.amazonaws.com", {"StringEquals": {"cognito-identity.amazonaws.com:aud": POOL}})),
            trust(web("accounts.google.com", {"StringEquals": {"accounts.google.com:aud": "66677788"}})),
            trust(web(EKS, {"StringEquals": {"oidc.eks.eu-west-2.amazonaws.com/id/0123:sub": SUBJECT}})),
            trust(web("arn:x", {"StringLike": {"id:sub": "repo:a/b:environment:live"}, "ForAllValues:StringEquals": {"id:aud": "sts"}})),
            trust(trusting("*", {"StringEquals": {"aws:PrincipalOrgID": "o-abc"}})),
            trust(trusting({"AWS": "*"}, {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::1:role/deploy-*"}})),
        ),
        "elb-tls-only": (
            put("listener", "sslPolicy", to="ELBSecurityPolicy-TLS13-1-2-2021-06"),
            put("listener", "sslPolicy", to="ELBSecurityPolicy-TLS-1-2-2017-01"),
            put("listener", "sslPolicy", to="ELBSecurityPolicy-FS-1-2-Res-2020-10"),
            put("listener", "sslPolicy", to="ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04"),
            both(put("listener", "protocol", to=None), put("listener", "port", to=None), put("listener", "defaultActions", to=FORWARD)),
        ),
        "ecs-containers-confined": (
            put("task", "networkMode", to="bridge"),
            put("task", "networkMode", to=None),
            both(
                put("task", "runtimePlatform", to={"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}),
                put("task", "containerDefinitions", to=container(user=None, readonlyRootFilesystem=None, linuxParameters=None)),
            ),
            put("task", "containerDefinitions", to=container(environment=None)),
        ),
        "ecs-service-private": (
            put("service", "networkConfiguration", to=None),
            both(put("service", "deploymentController", to={"type": "CODE_DEPLOY"}), put("service", "deploymentCircuitBreaker", to=None)),
            both(put("service", "schedulingStrategy", to="DAEMON"), put("service", "desiredCount", to=None)),
        ),
        "rds-secure": (
            both(
                database(engine="mysql", engineVersion="8.0.40"),
                put("parameters", "parameters", to=[{"name": "require_secure_transport", "value": "ON"}]),
            ),
            both(
                database(engine="mariadb", engineVersion="11.4"),
                put("parameters", "parameters", to=[{"name": "require_secure_transport", "value": "1"}]),
            ),
            database(engine="postgres", engineVersion="17", parameterGroupName="default.postgres17"),
            database(engine="oracle-ee", engineVersion="19", parameterGroupName="default.oracle-ee-19"),
            database(replicateSourceDb="arn:x", storageEncrypted=None, kmsKeyId=None, multiAz=None, manageMasterUserPassword=None),
            database(replicateSourceDb="arn:x", backupRetentionPeriod=0),
            database(snapshotIdentifier="snap", storageEncrypted=None, kmsKeyId=None),
            cluster(),
            both(
                cluster(engineVersion="14.9", dbClusterParameterGroupName="tls"),
                added(
                    "tls",
                    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
                    {"name": "tls", "parameters": [{"name": "rds.force_ssl", "value": "1"}]},
                ),
            ),
            added("reader", "aws:rds/clusterInstance:ClusterInstance", {"clusterIdentifier": "c", "publiclyAccessible": False}),
        ),
        "iam-access-ends": (put("people", "maxSessionDuration", to="14400"), put("people", "maxSessionDuration", to=None)),
        "budgets-forecast-notified": (added("hours", "aws:budgets/budget:Budget", {"budgetType": "USAGE", "notifications": []}),),
    },
    "azure": {
        "storage-account-secure": (put("store", "enableHttpsTrafficOnly", to=None),),
        "network-subnet-guarded": (
            both(put("subnet", "subnetName", to="AzureFirewallSubnet"), put("subnet", "networkSecurityGroup", to=None)),
            both(put("subnet", "natGateway", to={"id": "/n"}), put("subnet", "defaultOutboundAccess", to=None)),
        ),
        "network-no-public-administration": (
            put("guard", "securityRules", to=[{**TCP, "protocol": "Icmp"}]),
            put("guard", "securityRules", to=[{**TCP, "protocol": "Esp"}]),
            put("guard", "securityRules", to=[{**TCP, "protocol": "Udp", "destinationPortRange": "22"}]),
            put("guard", "securityRules", to=[{**TCP, "priority": 200, "destinationPortRange": "22"}, {**TCP, "access": "Deny", "priority": 100}]),
        ),
        "authorization-federation-exact": (put("trust", "audiences", to=["api://AzureADTokenExchangeChina"]),),
        "network-entry-protected": (
            put("entry", "sslPolicy", to={"policyType": "Predefined", "policyName": "AppGwSslPolicy20170401S"}),
            put("entry", "sslPolicy", to=None),
            both(
                put("entry", "httpListeners", to=PLAIN),
                put("entry", "requestRoutingRules", to=[{**RULE, "redirectConfiguration": {"id": "/x"}}]),
            ),
            both(
                put("entry", "firewallPolicy", to=None),
                put("entry", "webApplicationFirewallConfiguration", to={"enabled": True, "firewallMode": "Prevention"}),
            ),
        ),
        "dbforpostgresql-secure": (
            put("database", "network", to={"delegatedSubnetResourceId": "/x/subnets/data", "privateDnsZoneArmResourceId": "/x/zone"}),
            both(drop("database-tls"), drop("database-version")),
            both(
                put("database", "createMode", to="Replica"),
                put("database", "sourceServerResourceId", to="/x"),
                put("database", "highAvailability", to=None),
                put("database", "backup", to=None),
            ),
        ),
        "consumption-forecast-notified": (added("hours", "azure-native:consumption:Budget", {"category": "Usage"}),),
    },
}
"""Pack -> rule -> changes after which no rule finds anything."""

AS_BAD: dict[str, dict[str, tuple[Change, ...]]] = {
    "aws": {
        "s3-secure": (
            bucket_policy(tls_only(Principal={"AWS": "arn:aws:iam::1:root"})),
            bucket_policy(tls_only(Resource="arn:aws:s3:::files")),
            bucket_policy(tls_only(Condition={"Bool": {"aws:SecureTransport": "true"}})),
        ),
        "ec2-no-public-administration": (
            group_rule(),
            group_rule(protocol="6"),
            group_rule(protocol="-1", fromPort=0, toPort=0),
            group_rule(cidrBlocks=None, ipv6CidrBlocks=["::/0"], fromPort=3389, toPort=3389, protocol="udp"),
            ingress_rule(cidrIpv4=None, cidrIpv6="0::/0"),
        ),
        "iam-no-star-on-star": (
            put("rights", "policy", to=document({**ALL, "Action": ["*"], "Resource": ["*"]})),
            put("rights", "policy", to=document({**ALL, "Action": "*:*"})),
            put("role", "inlinePolicies", to=[{"name": "own", "policy": document(ALL)}]),
            put("role", "managedPolicyArns", to=["arn:aws:iam::aws:policy/AdministratorAccess"]),
            added(
                "a", "aws:iam/userPolicyAttachment:UserPolicyAttachment", {"user": "u", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
            ),
            added("b", "aws:iam/groupPolicy:GroupPolicy", {"group": "g", "policy": document(ALL)}),
        ),
        "iam-trust-is-narrow": (
            trust(trusting({"AWS": ["*"]})),
            trust(trusting("*", {"StringLike": {"aws:PrincipalArn": "*"}})),
            trust(web("cognito-identity.amazonaws.com", {"StringEquals": {"cognito-identity.amazonaws.com:amr": "authenticated"}})),
            trust(web(EKS, {"StringLike": {"oidc.eks.eu-west-2.amazonaws.com/id/0123:sub": "system:serviceaccount:*"}})),
        ),
        "ecs-containers-confined": (put("task", "ipcMode", to="host"),),
        "rds-secure": (
            database(engine="mysql", engineVersion="8.0.40"),
            database(engine="aurora-postgresql", engineVersion="16.4", parameterGroupName="default.aurora"),
            cluster(storageEncrypted=None),
            cluster(deletionProtection=False),
            added("reader", "aws:rds/clusterInstance:ClusterInstance", {"clusterIdentifier": "c", "publiclyAccessible": True}),
        ),
        "elb-tls-only": (both(put("listener", "protocol", to=None), put("listener", "defaultActions", to=FORWARD)),),
        "ec2-endpoint-service-restricted": (
            added(
                "old",
                GROUP_RULE,
                {"type": "ingress", "securityGroupId": "endpoint-group-id", "protocol": "6", "fromPort": 443, "toPort": 443, "cidrBlocks": WORLD},
            ),
        ),
        "iam-access-ends": (put("people", "maxSessionDuration", to="86400"),),
        "iam-application-isolated": (put("forms/rights", "policy", to=document({**allow("*", action="s3:GetObject"), "Resource": "*"})),),
    },
    "azure": {
        "network-no-public-administration": (
            put("guard", "securityRules", to=[TCP]),
            put("guard", "securityRules", to=[{**TCP, "protocol": "*", "sourceAddressPrefix": "INTERNET"}]),
            put("guard", "securityRules", to=[{**TCP, "priority": 100}, {**TCP, "access": "Deny", "priority": 200}]),
        ),
        "network-entry-protected": (
            both(put("entry", "httpListeners", to=PLAIN), put("entry", "requestRoutingRules", to=[RULE])),
            both(
                put("entry", "firewallPolicy", to=None),
                put("entry", "webApplicationFirewallConfiguration", to={"enabled": True, "firewallMode": "Detection"}),
            ),
        ),
        "dbforpostgresql-secure": (put("database", "network", to={"publicNetworkAccess": "Enabled"}),),
    },
}
"""The same for changes after which exactly this rule is broken."""
