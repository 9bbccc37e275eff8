"""Examples for hosting, applications, shared services, voice, access and budgets on AWS."""

import json
from datetime import timedelta
from typing import Any

from civic.clock import today
from civic.plan import UNKNOWN
from tests.policies.case import Case, Inputs, both, document, drop, put

APPLICATION = "civic-aws:index:Application$"
CELL = "civic-aws:index:HostingCell$"
WAY_IN = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
TCP: Inputs = {"ipProtocol": "tcp", "fromPort": 8080, "toPort": 8080}
SECRETS = "arn:aws:secretsmanager:eu-west-2:1:secret:civic/one"


def day(ahead: int) -> str:
    return (today() + timedelta(days=ahead)).isoformat()


def entered(over: int | None, *, since: int | None = None, groups: tuple[str, ...] = ("group",)) -> str:
    """A role's trust in groups of a directory, over so many days from today."""
    condition: dict[str, Any] = {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    if groups:
        condition["ForAnyValue:StringEquals"] = {"saml:edupersonentitlement": list(groups)}
    if over is not None:
        condition["DateLessThan"] = {"aws:CurrentTime": f"{day(over)}T00:00:00Z"}
    if since is not None:
        condition["DateGreaterThanEquals"] = {"aws:CurrentTime": f"{day(since)}T00:00:00Z"}
    principal = {"Federated": "arn:aws:iam::1:saml-provider/civic-directory"}
    return document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRoleWithSAML", "Condition": condition})


def allow(*resources: str, action: str = "secretsmanager:GetSecretValue", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": [action], "Resource": list(resources), **more}


def container(**changes: Any) -> str:
    clean = {
        "name": "forms",
        "image": f"registry.example/forms@sha256:{'0' * 64}",
        "user": "1000",
        "privileged": False,
        "readonlyRootFilesystem": True,
        "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
        "environment": [{"name": "LOCALE", "value": "en-GB"}],
        "secrets": [{"name": "SESSION_SECRET", "valueFrom": "arn"}],
    }
    return json.dumps([clean | changes])


TRUSTED = document({"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"})
OWN = allow(f"{SECRETS}/north/forms/KEY")
TOKEN = allow("*", action="ecr:GetAuthorizationToken")
FILES = allow("arn:aws:s3:::files/*", action="s3:GetObject")


def tagged(owner: str, tag: str = "owner") -> dict[str, Any]:
    return allow("*", action="ecs:DeleteService", Condition={"StringEquals": {f"aws:ResourceTag/{tag}": owner}})


def automation(pattern: str) -> dict[str, Any]:
    return allow(f"arn:aws:ssm:eu-west-2:1:document/{pattern}", action="ssm:UpdateDocument")


def tunnels() -> Inputs:
    """Both tunnels as they are to be."""
    options: Inputs = {
        "IkeVersions": ["ikev2"],
        "LogOptions": {"cloudwatchLogOptions": {"logEnabled": True}},
        **{f"{phase}EncryptionAlgorithms": ["AES256-GCM-16"] for phase in ("Phase1", "Phase2")},
        **{f"{phase}IntegrityAlgorithms": ["SHA2-384"] for phase in ("Phase1", "Phase2")},
        **{f"{phase}DhGroupNumbers": [20, 21] for phase in ("Phase1", "Phase2")},
    }
    return {f"tunnel{number}{option}": value for number in (1, 2) for option, value in options.items()}


CLEAN: dict[str, tuple[str, Inputs]] = {
    "vpn": (
        "aws:ec2/vpnConnection:VpnConnection",
        {
            "presharedKeyStorage": "SecretsManager",
            "staticRoutesOnly": False,
            "tags": {"premises": "north-old", "bridge": "an old network", "until": day(500)},
            **tunnels(),
        },
    ),
    "line": ("aws:directconnect/gateway:Gateway", {"tags": {"premises": "north-hall"}}),
    "listener": ("aws:lb/listener:Listener", {"port": 443, "protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"}),
    "balancer": (
        "aws:lb/loadBalancer:LoadBalancer",
        {"internal": True, "loadBalancerType": "application", "dropInvalidHeaderFields": True, "accessLogs": {"enabled": True, "bucket": "x"}},
    ),
    "web-acl": ("aws:wafv2/webAclAssociation:WebAclAssociation", {"resourceArn": "balancer-id", "webAclArn": "acl"}),
    "task": ("aws:ecs/taskDefinition:TaskDefinition", {"networkMode": "awsvpc", "containerDefinitions": container()}),
    "service": (
        "aws:ecs/service:Service",
        {
            "desiredCount": 2,
            "networkConfiguration": {"subnets": ["a", "b"], "assignPublicIp": False},
            "deploymentCircuitBreaker": {"enable": True, "rollback": True},
        },
    ),
    "parameters": ("aws:rds/parameterGroup:ParameterGroup", {"name": "tls", "parameters": [{"name": "rds.force_ssl", "value": "1"}]}),
    "database": (
        "aws:rds/instance:Instance",
        {
            "engine": "postgres",
            "engineVersion": "14.9",
            "storageEncrypted": True,
            "kmsKeyId": "key",
            "multiAz": True,
            "deletionProtection": True,
            "backupRetentionPeriod": 35,
            "manageMasterUserPassword": True,
            "parameterGroupName": "tls",
        },
    ),
    "forms/group": (f"{APPLICATION}aws:ec2/securityGroup:SecurityGroup", {"name": "forms"}),
    "bins/group": (f"{APPLICATION}aws:ec2/securityGroup:SecurityGroup", {"name": "bins"}),
    "forms/in": (f"{APPLICATION}{WAY_IN}", {**TCP, "securityGroupId": "forms/group-id", "referencedSecurityGroupId": "sg-entry"}),
    "forms/out": (
        f"{APPLICATION}aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        {**TCP, "securityGroupId": "forms/group-id", "cidrIpv4": "10.0.0.0/24"},
    ),
    "forms/role": (
        f"{APPLICATION}aws:iam/role:Role",
        {"path": "/civic-body/north/", "permissionsBoundary": "arn", "assumeRolePolicy": TRUSTED},
    ),
    "forms/rights": (f"{APPLICATION}aws:iam/rolePolicy:RolePolicy", {"role": "forms/role-id", "policy": document(OWN, TOKEN, FILES)}),
    "one/tenant": (f"{CELL}aws:iam/policy:Policy", {"policy": document(OWN, tagged("north"), automation("civic_north_*"))}),
    "door": ("aws:ec2/vpcEndpointService:VpcEndpointService", {"allowedPrincipals": ["arn:aws:iam::1:root"]}),
    "endpoint": ("aws:ec2/vpcEndpoint:VpcEndpoint", {"securityGroupIds": ["endpoint-group-id"]}),
    "endpoint-group": ("aws:ec2/securityGroup:SecurityGroup", {"name": "endpoint"}),
    "endpoint-way": (WAY_IN, {"securityGroupId": "endpoint-group-id", "cidrIpv4": "10.0.0.0/16", **TCP}),
    "trunk": ("aws:chime/voiceConnector:VoiceConnector", {"requireEncryption": True, "awsRegion": "eu-west-2"}),
    "trunk-calls": (
        "aws:chime/voiceConnectorTermination:VoiceConnectorTermination",
        {"voiceConnectorId": "trunk-id", "cidrAllowLists": ["203.0.113.0/29"], "callingRegions": ["GB"]},
    ),
    "voice": ("civic-aws:index:VoiceConnection", {"emergency": {"through": "a carrier trunk", "tested": day(-30)}}),
    "people": ("aws:iam/role:Role", {"name": "civic-reader", "maxSessionDuration": 14400, "assumeRolePolicy": entered(31)}),
    "glass": ("aws:iam/role:Role", {"name": "civic-break-glass", "assumeRolePolicy": entered(31, since=2)}),
    "glass-rights": (
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        {"role": "civic-break-glass", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
    ),
    "body": ("civic-aws:index:Tenancy", {}),
    "budget": (
        "aws:budgets/budget:Budget",
        {"notifications": [{"notificationType": "FORECASTED", "subscriberEmailAddresses": ["finance@north.example"]}]},
    ),
}

NET = "networkConfiguration"
REDIRECT = [{"type": "redirect", "redirect": {"protocol": "HTTPS", "statusCode": "HTTP_301"}}]
FORWARD = [{"type": "forward", "targetGroupArn": "arn"}]

CASES = {
    "ec2-vpn-strong": Case(
        (
            put("vpn", "presharedKeyStorage", to=None),
            put("vpn", "staticRoutesOnly", to=True),
            put("vpn", "tunnel2IkeVersions", to=["ikev1", "ikev2"]),
            put("vpn", "tunnel1IkeVersions", to=None),
            put("vpn", "tunnel1Phase1EncryptionAlgorithms", to=["AES256-GCM-16", "AES128"]),
            put("vpn", "tunnel2Phase2EncryptionAlgorithms", to=None),
            put("vpn", "tunnel2Phase1IntegrityAlgorithms", to=["SHA1"]),
            put("vpn", "tunnel1Phase2DhGroupNumbers", to=[2, 20]),
            put("vpn", "tunnel1PresharedKey", to="written.down"),
            put("vpn", "tunnel2LogOptions", to=None),
        ),
        put("vpn", "presharedKeyStorage", to=UNKNOWN),
        put("vpn", "tunnel1Phase1DhGroupNumbers", to=7),
        put("vpn", "tunnel1Phase1DhGroupNumbers", to=[21]),
    ),
    "ec2-bridge-ends": Case(
        (put("vpn", "tags", "until", to=day(-1)), put("line", "tags", "until", to="2020-01-31")),
        put("vpn", "tags", to=UNKNOWN),
        put("vpn", "tags", "until", to="some day"),
        put("vpn", "tags", "until", to=day(0)),
    ),
    "elb-tls-only": Case(
        (
            put("listener", "sslPolicy", to="ELBSecurityPolicy-2016-08"),
            put("listener", "sslPolicy", to=None),
            both(put("listener", "protocol", to="HTTP"), put("listener", "defaultActions", to=FORWARD)),
            both(put("listener", "protocol", to=None), put("listener", "defaultActions", to=FORWARD)),
        ),
        put("listener", "sslPolicy", to=UNKNOWN),
        both(put("listener", "protocol", to="HTTP"), put("listener", "defaultActions", to="redirect")),
        both(put("listener", "protocol", to="HTTP"), put("listener", "defaultActions", to=REDIRECT)),
    ),
    "elb-entry-protected": Case(
        (
            drop("web-acl"),
            put("web-acl", "resourceArn", to="another-id"),
            put("balancer", "internal", to=False),
            put("balancer", "dropInvalidHeaderFields", to=None),
            put("balancer", "accessLogs", "enabled", to=False),
        ),
        put("web-acl", "resourceArn", to=UNKNOWN),
        put("balancer", "accessLogs", to="everything"),
        both(drop("web-acl"), put("balancer", "loadBalancerType", to="network")),
    ),
    "ecs-containers-confined": Case(
        (
            put("task", "containerDefinitions", to=container(user="0:0")),
            put("task", "containerDefinitions", to=container(user=None)),
            put("task", "containerDefinitions", to=container(privileged=True)),
            put("task", "containerDefinitions", to=container(readonlyRootFilesystem=False)),
            put("task", "containerDefinitions", to=container(linuxParameters={})),
            put("task", "containerDefinitions", to=container(image="registry.example/forms:latest")),
            put("task", "containerDefinitions", to=container(environment=[{"name": "DB_PASSWORD", "value": "hunter2"}])),
            put("task", "containerDefinitions", to=container(environment=[{"name": "DB", "value": "postgres://me:mine@db/forms"}])),
            put("task", "networkMode", to="host"),
        ),
        put("task", "containerDefinitions", to=UNKNOWN),
        put("task", "containerDefinitions", to="not json"),
        put("task", "containerDefinitions", to=container(environment=[{"name": "PASSWORD_LENGTH", "value": "12"}])),
    ),
    "ecs-service-private": Case(
        (
            put("service", NET, "assignPublicIp", to=True),
            put("service", NET, "subnets", to=["a"]),
            put("service", "desiredCount", to=1),
            put("service", "deploymentCircuitBreaker", "rollback", to=False),
            put("service", "enableExecuteCommand", to=True),
        ),
        put("service", "desiredCount", to=UNKNOWN),
        put("service", NET, to="private"),
        put("service", NET, "subnets", to=[UNKNOWN, UNKNOWN]),
    ),
    "rds-secure": Case(
        (
            put("database", "publiclyAccessible", to=True),
            put("database", "storageEncrypted", to=None),
            put("database", "kmsKeyId", to=None),
            put("database", "multiAz", to=False),
            put("database", "deletionProtection", to=None),
            put("database", "backupRetentionPeriod", to=1),
            put("database", "skipFinalSnapshot", to=True),
            put("database", "autoMinorVersionUpgrade", to=False),
            put("database", "manageMasterUserPassword", to=None),
            put("parameters", "parameters", 0, "value", to="0"),
            put("database", "parameterGroupName", to="default.postgres14"),
        ),
        put("parameters", "parameters", to=UNKNOWN),
        put("database", "backupRetentionPeriod", to="long"),
        put("database", "kmsKeyId", to=UNKNOWN),
    ),
    "iam-application-isolated": Case(
        (
            put("forms/rights", "policy", to=document(OWN, allow(f"{SECRETS}/south/bins/KEY"))),
            put("forms/rights", "policy", to=document(allow(f"{SECRETS}/south/bins/KEY"))),
            put("forms/rights", "policy", to=document(allow(f"{SECRETS}/*"))),
            put("forms/rights", "policy", to=document(allow("arn:aws:secretsmanager:eu-west-2:1:secret:*"))),
            put("forms/rights", "policy", to=document(allow("*", action="s3:GetObject"))),
            put("forms/rights", "policy", to=document(allow("arn:aws:s3:::others/*", action="s3:GetObject"))),
            put("forms/role", "permissionsBoundary", to=None),
            put("forms/in", "cidrIpv4", to="10.0.0.0/16"),
            put("forms/in", "referencedSecurityGroupId", to="bins/group-id"),
            put("forms/out", "ipProtocol", to="-1"),
            put("one/tenant", "policy", to=document(OWN, tagged("south"))),
            put("one/tenant", "policy", to=document(OWN, tagged("north.test"))),
            put("one/tenant", "policy", to=document(OWN, tagged("north", "organisation"))),
            put("one/tenant", "policy", to=document(OWN, automation("civic_north.test_forms"))),
            put("one/tenant", "policy", to=document(OWN, automation("civic_north*"))),
            put("one/tenant", "policy", to=document(OWN, allow(f"{SECRETS}/north.test/forms/KEY"))),
            put("one/tenant", "policy", to=document(allow("arn:aws:secretsmanager:eu-west-2:1:secret:civic/*"))),
            put("one/tenant", "policy", to=document(OWN, allow("arn:aws:secretsmanager:eu-west-2:1:secret:rds!db-1"))),
            put("forms/rights", "policy", to=document(OWN, allow("arn:aws:secretsmanager:eu-west-2:1:secret:rds!db-1"))),
        ),
        put("forms/in", "referencedSecurityGroupId", to=UNKNOWN),
        put("forms/rights", "policy", to=document({**FILES, "Resource": 7})),
        put("rights", "policy", to=document(OWN, allow(f"{SECRETS}/south/bins/KEY"))),
    ),
    "ec2-endpoint-service-restricted": Case(
        (put("door", "allowedPrincipals", to=["*"]), put("endpoint-way", "cidrIpv4", to="0.0.0.0/0")),
        put("endpoint-way", "cidrIpv4", to=UNKNOWN),
        put("door", "allowedPrincipals", to=7),
        both(put("door", "allowedPrincipals", to=None), put("endpoint", "securityGroupIds", to=None)),
    ),
    "chime-voice-bounded": Case(
        (
            put("trunk", "requireEncryption", to=False),
            put("trunk", "awsRegion", to=None),
            put("trunk-calls", "cidrAllowLists", to=["203.0.113.0/24"]),
            put("trunk-calls", "cidrAllowLists", to=[]),
            put("trunk-calls", "callingRegions", to=["GB", "US"]),
            drop("trunk-calls"),
            put("voice", "emergency", "tested", to=day(-400)),
            put("voice", "emergency", "tested", to=day(7)),
            put("voice", "emergency", "through", to=""),
        ),
        put("trunk-calls", "callingRegions", to=UNKNOWN),
        put("trunk-calls", "cidrAllowLists", to=["anywhere"]),
        put("trunk-calls", "cpsLimit", to=UNKNOWN),
    ),
    "iam-access-ends": Case(
        (
            put("people", "assumeRolePolicy", to=entered(0)),
            put("people", "assumeRolePolicy", to=entered(401)),
            put("people", "assumeRolePolicy", to=entered(None)),
            put("people", "assumeRolePolicy", to=entered(31, groups=())),
            put("people", "maxSessionDuration", to=43200),
        ),
        put("people", "maxSessionDuration", to=UNKNOWN),
        put("people", "maxSessionDuration", to="long"),
        both(put("people", "assumeRolePolicy", to=entered(1)), put("people", "maxSessionDuration", to=None)),
    ),
    "budgets-forecast-notified": Case(
        (
            drop("budget"),
            put("budget", "notifications", 0, "notificationType", to="ACTUAL"),
            put("budget", "notifications", 0, "subscriberEmailAddresses", to=[]),
            put("budget", "notifications", to=None),
        ),
        put("budget", "notifications", to=UNKNOWN),
        put("budget", "notifications", to="monthly"),
        both(drop("body"), drop("budget")),
    ),
}
