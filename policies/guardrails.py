"""What the organisation's guardrails must forbid in every account, asked of them as AWS asks: whatever is written in them, by whatever name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from civic.access.aws.patterns import Values
from civic.access.aws.strangers import NO_ORGANISATION, NOBODYS
from civic.access.aws.world import World
from civic.plan import Resource, stack_of
from policies.checks import Finding, estate_finding
from policies.rule import Rule

GUARDRAILS_STAND = Rule(
    id="access-guardrails-stand",
    title="Guardrails forbid in every account what the platform promises that nobody does there",
    why="A guardrail that was taken off, narrowed or widened by an exception is missed by nobody until somebody uses the hole.",
    severity="critical",
    types=(),
    remediation="Put the statement back, attach the guardrail where it was, or take the exception out.",
    scope="estate",
)
POLICY, ACCOUNT = "aws:organizations/policy:Policy", "aws:organizations/account:Account"
ANYBODY = ("role/anybody", "role/civic-break-glass")
"""Names that no guardrail excepts: anybody's, and the highest that people have."""
DEPLOYS = "role/civic/x/civic-deploy"
EDGELESS = ("role/civic/civic-hosting", "role/civic/civic-network", "role/civic/x/civic-application", *ANYBODY)
"""Whoever publishes nothing."""
STRANGER = f"arn:aws:iam::{NOBODYS}:role/stranger"
Context = Mapping[str, tuple[str, ...]]
"""Condition key -> values; none for a key that the request does not carry."""


@dataclass(frozen=True)
class Promise:
    """Something that nobody may do."""

    guardrail: str
    """End of the logical name of the policy that keeps it."""
    actions: tuple[str, ...]
    resource: str = "*"
    """``ACCOUNT`` stands for the account's twelve digits."""
    context: Context = field(default_factory=dict)
    who: tuple[str, ...] = ANYBODY
    where: tuple[str, ...] = ()
    """Ends of the logical names of the accounts that it is for; all where there are none."""
    on_resources: bool = False
    """It is kept by a resource control policy, from strangers."""


def _roles(*names: str) -> Iterator[Promise]:
    for name in names:
        writes = ("iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRolePermissionsBoundary", "iam:CreateRole")
        yield Promise("identities", writes, f"arn:aws:iam::ACCOUNT:role/{name}")


_OUTSIDE: Context = {"aws:principalorgid": (NO_ORGANISATION,)}
_DEPUTY: Context = {
    **{"aws:sourceorgid": (NO_ORGANISATION,), "aws:sourceaccount": (NOBODYS,)},
    **{"aws:principalorgid": (), "aws:principalisawsservice": ("true",)},
}
PROMISES = (
    Promise("identities", ("s3:GetObject", "iam:CreateRole"), who=("root",)),
    Promise("identities", ("iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile")),
    Promise("identities", ("organizations:LeaveOrganization", "account:CloseAccount", "sts:GetFederationToken")),
    *_roles("civic/x", "civic-administration", "civic-service/x", "civic-workload/x", "civic-tenant/x", "civic-body/x"),
    Promise("identities", ("iam:CreateOpenIDConnectProvider", "iam:CreateSAMLProvider", "iam:UpdateSAMLProvider")),
    Promise("identities", ("s3:PutObject", "kms:Encrypt", "sqs:SendMessage"), context={"aws:resourceorgid": (NO_ORGANISATION,)}),
    Promise("identities", ("ec2:ModifySnapshotAttribute", "ec2:ModifyImageAttribute", "rds:ModifyDBSnapshotAttribute")),
    Promise("identities", ("ram:CreateResourceShare", "ram:AssociateResourceShare")),
    Promise(
        "identities",
        ("ram:CreateResourceShare",),
        context={"ram:requestedallowsexternalprincipals": ("true",)},
        who=("role/civic/civic-network", *ANYBODY),
    ),
    Promise("identities", ("kms:CreateGrant",), context={"kms:grantisforawsresource": ("false",)}),
    Promise("networks", ("ec2:CreateVpc", "ec2:CreateRoute", "ec2:AttachInternetGateway", "ec2:CreateVpcPeeringConnection")),
    Promise("networks", ("ec2:CreateTransitGatewayVpcAttachment", "ec2:CreateVpcEndpoint", "ec2:AssociateAddress", "ec2:ModifySubnetAttribute")),
    Promise("networks", ("network-firewall:DeleteFirewall", "route53resolver:DeleteFirewallRule", "route53profiles:DisassociateProfile")),
    Promise(
        "networks",
        ("ec2:CreateVpcEndpoint",),
        "arn:aws:ec2:eu-west-2:ACCOUNT:vpc-endpoint/x",
        {"ec2:vpceserviceowner": (NOBODYS,)},
        ("role/civic/x/civic-deploy",),
    ),
    Promise(
        "networks",
        ("ec2:CreateVpcEndpoint",),
        "arn:aws:ec2:eu-west-2:ACCOUNT:vpc-endpoint/x",
        {"ec2:vpceserviceowner": ("aws-marketplace",)},
        ("role/civic/x/civic-application",),
    ),
    Promise("regions", ("ec2:RunInstances", "s3:CreateBucket", "ecs:CreateCluster"), context={"aws:requestedregion": ("ap-southeast-2",)}),
    Promise("regions", ("kms:CreateKey", "logs:CreateLogGroup"), context={"aws:requestedregion": ("ap-southeast-2",)}),
    Promise("regions", ("kms:CreateKey", "logs:CreateLogGroup"), context={"aws:requestedregion": ("us-east-1",)}),
    Promise("regions", ("s3:CreateBucket",), context={"aws:requestedregion": ("us-east-1",)}, who=("role/civic/civic-hosting", *ANYBODY)),
    Promise("networks", ("kms:CreateKey", "logs:CreateLogGroup"), context={"aws:requestedregion": ("us-east-1",)}, who=("role/civic-administration",)),
    Promise("networks", ("acm:RequestCertificate", "wafv2:CreateWebACL"), context={"aws:requestedregion": ("us-east-1",)}, who=EDGELESS),
    Promise("networks", ("acm:RequestCertificate", "wafv2:CreateWebACL"), context={"aws:requestedregion": ("ap-southeast-2",)}, who=(DEPLOYS,)),
    Promise("networks", ("cloudfront:CreateDistribution", "cloudfront:UpdateDistribution", "cloudfront:CreateVpcOrigin"), who=EDGELESS),
    Promise("baseline", ("logs:PutDeliveryDestination", "logs:PutDeliveryDestinationPolicy"), who=(DEPLOYS, *ANYBODY)),
    Promise("networks", ("ec2:CreateVpcBlockPublicAccessExclusion", "ec2:ModifyVpcBlockPublicAccessExclusion")),
    Promise("regions", ("lightsail:CreateInstances", "vpc-lattice:CreateServiceNetwork", "sagemaker:CreateNotebookInstance")),
    Promise("regions", ("elasticloadbalancing:CreateLoadBalancer",), context={"elasticloadbalancing:scheme": ("internet-facing",)}),
    Promise(
        "regions",
        ("ec2:RunInstances", "ec2:CreateNetworkInterface"),
        "arn:aws:ec2:eu-west-2:ACCOUNT:network-interface/x",
        {"ec2:associatepublicipaddress": ("true",)},
    ),
    Promise("regions", ("ec2:RunInstances",), "arn:aws:ec2:eu-west-2:ACCOUNT:subnet/x"),
    Promise("regions", ("ec2:CreateTags", "ec2:DeleteTags"), "arn:aws:ec2:eu-west-2:ACCOUNT:vpc/x"),
    Promise("regions", ("rds:CreateDBInstance", "rds:ModifyDBInstance"), context={"rds:publiclyaccessible": ("true",)}),
    Promise("regions", ("events:CreateEventBus", "events:PutEvents"), context={"aws:requestedregion": ("ap-southeast-2",)}),
    Promise("baseline", ("cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "config:StopConfigurationRecorder", "guardduty:DeleteDetector")),
    Promise("baseline", ("securityhub:DisableSecurityHub", "access-analyzer:DeleteAnalyzer", "s3:PutAccountPublicAccessBlock")),
    Promise("baseline", ("kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:DisableKey", "backup:DeleteBackupVault", "backup:DeleteBackupPlan")),
    Promise("baseline", ("sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Unsubscribe", "ec2:DisableEbsEncryptionByDefault")),
    Promise("baseline", ("events:DisableRule", "events:DeleteRule", "events:RemoveTargets", "events:PutTargets")),
    Promise("baseline", ("logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:PutRetentionPolicy")),
    Promise("archive", ("s3:DeleteObject", "s3:PutBucketPolicy", "ec2:RunInstances", "ecs:RunTask"), where=("log-archive", "security")),
    Promise(
        "tenants", ("ec2:CreateVpc", "organizations:DetachPolicy", "kms:ScheduleKeyDeletion"), who=("role/civic-tenant/x", "role/civic-body/x"),
        where=("hosting",),
    ),
    Promise(
        "tenants", ("iam:CreateRole", "iam:PutRolePolicy"), "arn:aws:iam::ACCOUNT:role/new", who=("role/civic-tenant/x", "role/civic-body/x"),
        where=("hosting",),
    ),
    Promise("perimeter", ("s3:GetObject", "kms:Decrypt", "secretsmanager:GetSecretValue", "sts:AssumeRole"), context=_OUTSIDE, on_resources=True),
    Promise("perimeter", ("s3:PutObject", "sqs:SendMessage", "kms:Decrypt"), context=_DEPUTY, on_resources=True),
    Promise("perimeter", ("s3:GetObject", "sqs:SendMessage"), context={"aws:securetransport": ("false",)}, on_resources=True),
    *(
        Promise("perimeter", ("sts:AssumeRoleWithWebIdentity",), context={key: ("somebody",)}, on_resources=True)
        for key in ("accounts.google.com:aud", "cognito-identity.amazonaws.com:aud", "graph.facebook.com:app_id", "www.amazon.com:app_id")
    ),
)  # fmt: skip


def guardrail_findings(world: World, resources: Iterable[Resource]) -> Iterator[Finding]:
    """Of each guardrail what it lets through that it must not, with the first account in which it does. ``resources``: of all stacks."""
    tree = world.organisation
    if tree is None:
        return
    made = list(resources)
    purposes = {one.id: one.name for one in made if one.type == ACCOUNT}
    accounts = _unlike(world, purposes, [one for one in sorted(tree.parents) if one.isdigit() and one != tree.management])
    let_through: dict[str, dict[str, str]] = {}
    for promise in PROMISES:
        for account in accounts:
            if not promise.where or purposes.get(account, "").endswith(promise.where):
                for action in _not_forbidden(world, promise, account):
                    let_through.setdefault(promise.guardrail, {}).setdefault(action, account)
    for guardrail, actions in let_through.items():
        yield _finding(guardrail, actions, made)


def _unlike(world: World, purposes: Mapping[str, str], accounts: Iterable[str]) -> list[str]:
    """Of accounts under the same policies the first, and each that promises of its own are made of."""
    ends = tuple(end for promise in PROMISES for end in promise.where)
    alike: dict[object, str] = {}
    for account in accounts:
        purpose = purposes.get(account, "")
        alike.setdefault((world.under(account), purpose if purpose.endswith(ends) else ""), account)
    return list(alike.values())


def _not_forbidden(world: World, promise: Promise, account: str) -> Iterator[str]:
    resource = promise.resource.replace("ACCOUNT", account)
    organisation = world.organisation.id if world.organisation else ""
    for action in promise.actions:
        guards = world.guards(account, action.lower(), service=not promise.on_resources)
        for who in promise.who:
            values = _values(promise, organisation, account, who)
            if not guards.levels and not any(statement.applies(resource, values) for statement, _ in guards.denies):
                yield f"{action} by {'strangers' if promise.on_resources else who.removeprefix('role/')}"
                break


def _values(promise: Promise, organisation: str, account: str, who: str) -> Values:
    """What is said of a request that is the estate's own in every way but those that the promise names."""
    said: dict[str, tuple[str, ...]] = {
        "aws:principalarn": (STRANGER if promise.on_resources else f"arn:aws:iam::{account}:{who}",),
        "aws:requestedregion": ("eu-west-2",),
        "aws:principalorgid": (organisation,),
        "aws:resourceorgid": (organisation,),
        "aws:principalisawsservice": ("false",),
        "aws:securetransport": ("true",),
        **promise.context,
    }
    return lambda key: said.get(key) or None


def _finding(guardrail: str, actions: Mapping[str, str], made: Iterable[Resource]) -> Finding:
    named = [one for one in made if one.type.startswith("aws:organizations/") and one.name.endswith(f"guardrail-{guardrail}")]
    # Of an organisation that was there before no resource stands here, and what is missing must be told at something.
    home = named or sorted(made, key=lambda one: one.type != "aws:organizations/organization:Organization")
    urn, source = (home[0].urn, home[0].source) if home else ("", "")
    first = [f"{action} in {account}" for action, account in list(actions.items())[:3]]
    more = f" and {len(actions) - 3} more" if len(actions) > 3 else ""
    message = f"no guardrail forbids {', '.join(first)}{more}, which {guardrail} must wherever it is attached"
    return estate_finding(GUARDRAILS_STAND, "broken", stack_of(urn), urn, source=source, message=message, remediation=GUARDRAILS_STAND.remediation)
