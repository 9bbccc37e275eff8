"""What the two roles of a tenancy on AWS may do: each what its layer needs, and neither what the other has."""

from dataclasses import replace
from fnmatch import fnmatchcase

import pytest

from civic.access.aws.kinds import DocumentKind
from civic.access.aws.policies import parse
from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import OFFER
from tests.components.aws.subjects import ATTACHMENT, BASELINE, CONNECTION, ENDPOINT, TENANCY, VOICE, plan_of, statements
from tests.looping import each

PREFIXES = {
    "accessanalyzer": "access-analyzer", "account": "account", "backup": "backup", "cfg": "config", "chime": "chime", "cloudwatch": "events", "ebs": "ec2",
    "ec2": "ec2", "ec2transitgateway": "ec2", "iam": "iam", "kms": "kms", "lb": "elasticloadbalancing", "s3": "s3", "sns": "sns", "vpc": "ec2",
}  # fmt: skip
"""Pulumi module -> the prefix of its IAM actions, for what a landing zone makes."""


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Tenancy, "town", TENANCY)


def denied(plan: Deployment, action: str) -> bool:
    """Whether the boundary lets nobody do it."""
    return not allowed(plan, action)


def allowed(plan: Deployment, action: str) -> list[dict[str, object]]:
    made = statements(plan.named("town-boundary")).values()
    return [made for made in made if made["Effect"] == "Allow" and any(fnmatchcase(action.lower(), pattern.lower()) for pattern in made["Action"])]


def test_the_deploy_role_is_no_administrator(plan: Deployment):
    rights = statements(plan.named("town-deploy-rights"))
    for statement in rights.values():
        assert not {"*", "iam:*", "organizations:*", "sts:*"} & set(statement["Action"])
    assert rights["ServiceRoles"]["Resource"].endswith(":role/civic-service/*")
    # It makes no role, nor changes one: with that right it would be its account's administrator.
    changing = [action for statement in rights.values() for action in statement["Action"] if action.startswith("iam:")]
    assert set(changing) == {"iam:GetRole", "iam:PassRole", "iam:CreateServiceLinkedRole"}
    assert set(rights["GiveRoles"]["Condition"]["StringEquals"]["iam:PassedToService"]) == {
        "backup.amazonaws.com",
        "config.amazonaws.com",
        "events.amazonaws.com",
        "ecs-tasks.amazonaws.com",
        "ssm.amazonaws.com",
    }
    managed = [one.name for one in plan.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")]
    assert all(name.startswith(("town-backup-", "town-configuration-")) for name in each(managed))


def test_the_deploy_role_covers_every_service_of_a_landing_zone(plan: Deployment):
    rights = statements(plan.named("town-deploy-rights"))
    held = {action.split(":")[0] for statement in rights.values() for action in statement["Action"]}
    made = [
        *plan_of(aws.NetworkConnection, "link", CONNECTION, endpoints=(ENDPOINT,)),
        *plan_of(aws.HubAttachment, "joined", ATTACHMENT),
        *plan_of(aws.VoiceConnection, "voice", VOICE),
        *plan_of(aws.SecurityBaseline, "base", BASELINE),
        *plan_of(aws.ServiceOffer, "door", OFFER),
    ]
    for resource in each(made):
        if resource.custom and resource.type.startswith("aws:"):
            module = resource.type.split(":")[1].split("/")[0]
            kind = resource.type.rsplit(":", 1)[1]
            prefix = ("route53profiles" if kind.startswith("Profiles") else "route53resolver") if module == "route53" else PREFIXES[module]
            assert prefix in held, resource.type


@pytest.mark.parametrize(
    "action",
    [
        "ec2:CreateVpc", "ec2:CreateDefaultVpc", "ec2:AssociateVpcCidrBlock", "ec2:CreateSubnet", "ec2:CreateInternetGateway",
        "ec2:AttachInternetGateway", "ec2:CreateNatGateway", "ec2:CreateTransitGatewayVpcAttachment", "ec2:DeleteTransitGatewayVpcAttachment",
        "ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute", "ec2:CreateVpcPeeringConnection", "ec2:AcceptVpcPeeringConnection",
        "ec2:CreateVpcEndpointServiceConfiguration", "ec2:CreateVpcEndpointConnectionNotification", "ec2:CreateVpcBlockPublicAccessExclusion",
        "ec2:CreateVpcEncryptionControl", "ec2:DeleteVpc", "ec2:DeleteVpcPeeringConnection", "ec2:DeleteVpcEndpointServiceConfigurations",
        "ec2:DeleteVpcEndpointConnectionNotifications", "ec2:ModifyVpcTenancy", "ec2:ModifyVpcEndpointServicePermissions",
        "ec2:ModifyVpcEndpointServiceConfiguration", "ec2:ModifyVpcPeeringConnectionOptions", "ec2:AssociateRouteTable",
        "ec2:CreateLocalGatewayRouteTableVpcAssociation", "ec2:ModifyVpcAttribute", "ec2:DeleteFlowLogs",
        "network-firewall:UpdateFirewallPolicy", "route53profiles:AssociateProfile", "route53resolver:DeleteFirewallRule",
        "directconnect:CreateConnection", "ram:AssociateResourceShare", "iam:CreateUser", "iam:CreateAccessKey",
        "iam:DeleteRolePermissionsBoundary", "organizations:LeaveOrganization",
    ],
)  # fmt: skip
def test_an_application_touches_neither_networks_nor_the_hub(plan: Deployment, action: str):
    assert denied(plan, action)


def granted(plan: Deployment, action: str, resource: str, **context: str) -> bool:
    """Whether the application role may do this, by IAM's own reading: an allowance whose condition holds, and no denial."""
    if denied(plan, action):
        return False
    for statement in allowed(plan, action):
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        if any(fnmatchcase(resource, str(pattern).split(":", 5)[-1]) for pattern in resources) and holds(statement.get("Condition", {}), context):
            return True
    return False


def holds(condition: dict[str, dict[str, object]], context: dict[str, str]) -> bool:
    for operator, keys in condition.items():
        for key, wanted in keys.items():
            given = context.get(key.replace(":", "_").replace("/", "_"))
            patterns = wanted if isinstance(wanted, list) else [wanted]
            if operator == "Null":
                if (given is None) != (wanted == "true"):
                    return False
            elif given is None or not any(fnmatchcase(given, str(pattern)) for pattern in patterns):
                return False
    return True


PARTNER = "com.amazonaws.vpce.eu-west-2.vpce-svc-0123456789abcdef0"


def test_an_application_reaches_shared_services_and_no_other_endpoint(plan: Deployment):
    make = {"action": "ec2:CreateVpcEndpoint", "resource": "vpc-endpoint/vpce-1", "aws_RequestTag_subscription": "northshire-payroll-abcdef"}
    assert granted(plan, **make, ec2_VpceServiceName=PARTNER)
    assert not granted(plan, **make, ec2_VpceServiceName="com.amazonaws.eu-west-2.s3")
    assert not granted(plan, **make)
    assert not granted(plan, "ec2:CreateVpcEndpoint", "vpc-endpoint/vpce-1", ec2_VpceServiceName=PARTNER)
    assert granted(plan, "ec2:CreateVpcEndpoint", "subnet/subnet-1")
    assert not granted(plan, "ec2:CreateVpcEndpoint", "route-table/rtb-1")


def test_an_application_keeps_its_own_endpoints_and_never_the_landing_zones(plan: Deployment):
    for action in ("ec2:ModifyVpcEndpoint", "ec2:DeleteVpcEndpoints"):
        assert granted(plan, action, "vpc-endpoint/vpce-1", aws_ResourceTag_subscription="x")
        assert not granted(plan, action, "vpc-endpoint/vpce-1")
    assert granted(plan, "ec2:CreateTags", "vpc-endpoint/vpce-1", ec2_CreateAction="CreateVpcEndpoint")
    assert not granted(plan, "ec2:CreateTags", "vpc-endpoint/vpce-1")


def test_an_application_makes_private_zones_alone(plan: Deployment):
    assert granted(plan, "route53:CreateHostedZone", "*", route53_VPCs="VPCId=vpc-1,VPCRegion=eu-west-2")
    assert not granted(plan, "route53:CreateHostedZone", "*")
    for action in ("route53:AssociateVPCWithHostedZone", "route53:CreateVPCAssociationAuthorization", "route53domains:RegisterDomain"):
        assert not allowed(plan, action)


@pytest.mark.parametrize(
    "action", ["ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeRouteTables", "ec2:AuthorizeSecurityGroupIngress", "ecs:CreateService"]
)
def test_an_application_can_look_and_work(plan: Deployment, action: str):
    assert allowed(plan, action)
    assert not denied(plan, action)


def test_a_role_that_an_application_makes_cannot_outgrow_it(plan: Deployment):
    boundary = plan.named("town-boundary")
    assert plan.named("town-application").inputs["permissionsBoundary"] == boundary.outputs["arn"]
    account = plan.named("town-account", "aws:organizations/account:Account").id
    assert boundary.outputs["arn"].endswith(f"{account}:policy/civic/civic-application-boundary")
    for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"):
        for statement in allowed(plan, action):
            assert statement["Condition"] == {"StringEquals": {"iam:PermissionsBoundary": boundary.outputs["arn"]}}
    for action in ("iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:PutRolePermissionsBoundary", "sts:AssumeRole"):
        assert not allowed(plan, action)
    for action in ("iam:CreateRole", "iam:PassRole", "iam:DeleteRole", "iam:UpdateAssumeRolePolicy"):
        assert all(str(statement["Resource"]).endswith(":role/civic-workload/*") for statement in allowed(plan, action))


CELLS = (
    ("ecr:PutRegistryScanningConfiguration", "*"),
    ("ecr:DeleteRepository", "repository/dedicated/x"),
    ("elasticloadbalancing:SetWebAcl", "loadbalancer/app/entry/1"),
    ("elasticloadbalancing:DeleteListener", "listener/app/entry/1/2"),
    ("elasticloadbalancing:ModifyListener", "listener/app/entry/1/2"),
    ("elasticloadbalancing:RemoveTags", "loadbalancer/app/entry/1"),
    ("wafv2:DisassociateWebACL", "*"),
    ("logs:DeleteLogGroup", "log-group:/civic/dedicated/town/odoo"),
    ("logs:PutRetentionPolicy", "log-group:/civic/dedicated/sessions"),
    ("logs:PutRetentionPolicy", "log-group:aws-waf-logs-entry"),
    ("s3:PutBucketPolicy", "ccp-town-dedicated-entry-logs-dea13ad9"),
    ("ecs:DeleteCluster", "cluster/x"),
    ("ecs:UpdateClusterSettings", "cluster/x"),
    ("cloudwatch:DeleteAlarms", "alarm:civic/dedicated/database-cpu"),
    ("ecr:PutImage", "repository/dedicated/docker.io/forms"),
    ("ecr:CreateRepository", "repository/dedicated/docker.io/forms"),
    ("ssm:StartAutomationExecution", "automation-definition/civic-administrators-dedicated:1"),
    ("secretsmanager:PutResourcePolicy", "secret:civic/dedicated/town/odoo/TOKEN-AbCdEf"),
    ("secretsmanager:GetSecretValue", "secret:civic/dedicated/village/odoo/TOKEN-AbCdEf"),
    ("kms:CreateGrant", "key/1"),
    ("kms:PutKeyPolicy", "key/1"),
)
"""(action, resource) that are the cell's, or another's."""


@pytest.mark.parametrize(("action", "target"), CELLS)
def test_an_application_leaves_its_cell_as_it_is(plan: Deployment, action: str, target: str):
    assert not granted(plan, action, target)


def test_an_application_role_reads_no_administrators_secret(plan: Deployment):
    rights = statements(plan.named("town-application-rights"))
    reading = [made["Resource"] for made in rights.values() if "secretsmanager:GetSecretValue" in made["Action"]]
    assert reading
    assert not [
        arn for arns in reading for arn in (arns if isinstance(arns, list) else [arns]) if fnmatchcase("secret:rds!db-1", arn.split(":", 5)[-1])
    ]


def test_policies_fit_what_iam_takes(plan: Deployment):
    size = {name: len("".join(plan.named(f"town-{name}").inputs["policy"].split())) for name in ("boundary", "application-rights", "deploy-rights")}
    assert size["boundary"] <= 6144
    assert max(size.values()) <= 10240


def test_the_boundary_of_a_body_with_a_long_key_is_not_too_long():
    long = replace(TENANCY.owner, organisation="bridgewater-and-the-valley-of-the-moor", environment="test")
    assert len(long.key) > 40
    text = str(plan_of(aws.Tenancy, "town", TENANCY, owner=long).named("town-boundary").inputs["policy"])
    assert parse(text, DocumentKind.MANAGED).statements
