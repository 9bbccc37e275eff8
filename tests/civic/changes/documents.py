"""Small deployment documents, for tests of what a change does."""

from typing import Any

from civic.plan import Deployment
from civic.plan.document import NO_TIME
from civic.plan.wire import SECRET, SIGNATURE

STACK = "eastvale-aws-landing-zone"
PROVIDER = f"urn:pulumi:{STACK}::civic-cloud::pulumi:providers:aws::tenancy"
VPC, SUBNET, ROUTES = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/routeTable:RouteTable"
ASSOCIATION, TOPIC, ROLE, POLICY = (
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws:sns/topic:Topic",
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
)


def urn(token: str, name: str, *, stack: str = STACK, above: str = "") -> str:
    return f"urn:pulumi:{stack}::civic-cloud::{f'{above}$' if above else ''}{token}::{name}"


def entry(token: str, name: str, *, stack: str = STACK, above: str = "", ident: str = "", **more: Any) -> dict[str, Any]:
    """A resource as an export has it; ``more``: its other keys, as the export spells them."""
    return {"urn": urn(token, name, stack=stack, above=above), "type": token, "custom": True, "id": ident or f"{name}-id", **more}


def document(*entries: dict[str, Any], planned: bool = True) -> Deployment:
    time = NO_TIME if planned else "2026-11-24T09:00:00Z"
    return Deployment.from_json({"version": 3, "deployment": {"manifest": {"time": time}, "resources": list(entries)}})


def secret(**values: str) -> dict[str, str]:
    return {SIGNATURE: SECRET, **values}
