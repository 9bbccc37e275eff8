"""The organisation: made, or used as it is found."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.aws.options import retained
from components.contracts import ContractError

SERVICES = (
    "access-analyzer.amazonaws.com", "account.amazonaws.com", "backup.amazonaws.com", "cloudtrail.amazonaws.com", "config.amazonaws.com",
    "guardduty.amazonaws.com", "malware-protection.guardduty.amazonaws.com", "ram.amazonaws.com", "securityhub.amazonaws.com",
)  # fmt: skip
"""Services that may act for the whole organisation (AWS Organizations User Guide, "AWS services that you can use with AWS Organizations")."""

SERVICE, RESOURCE, DECLARATIVE = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "DECLARATIVE_POLICY_EC2"
POLICY_TYPES = (SERVICE, RESOURCE, DECLARATIVE)


@dataclass(frozen=True)
class Organisation:
    """The management account's organisation."""

    id: pulumi.Output[str]
    arn: pulumi.Output[str]
    root: pulumi.Output[str]
    """Id of the root of its tree."""
    ready: Sequence[pulumi.Resource]
    """What must be there before anything acts for the whole of it."""


def new_organisation(name: str, parent: pulumi.Resource) -> Organisation:
    """One that is made. No plan closes it."""
    made = aws.organizations.Organization(
        f"{name}-organisation",
        feature_set="ALL",
        aws_service_access_principals=list(SERVICES),
        enabled_policy_types=list(POLICY_TYPES),
        opts=retained(parent),
    )
    return Organisation(made.id, made.arn, made.roots[0].id, (made,))


def existing_organisation(name: str, parent: pulumi.Resource) -> Organisation:
    """The one that is there. What others have let act in it goes on acting; services that the platform needs are let in one by one.

    Types of policies have no resource of their own: where one is off, the program stops with the command that switches it on.
    """
    found = aws.organizations.get_organization_output(opts=pulumi.InvokeOptions(parent=parent))
    services = [
        aws.organizations.AwsServiceAccess(
            f"{name}-organisation-{service.removesuffix('.amazonaws.com').replace('.', '-')}", service_principal=service, opts=retained(parent)
        )
        for service in SERVICES
    ]
    return Organisation(found.id, found.arn, found.roots.apply(_root), services)


def _root(roots: Sequence[aws.organizations.outputs.GetOrganizationRootResult]) -> str:
    root = roots[0]
    enabled = {each.type for each in root.policy_types or () if each.status == "ENABLED"}
    if missing := [kind for kind in POLICY_TYPES if kind not in enabled]:
        commands = "; ".join(f"aws organizations enable-policy-type --root-id {root.id} --policy-type {kind}" for kind in missing)
        raise ContractError(f"existing: the organisation does not use policies of the type {', '.join(missing)} yet. Switch them on once: {commands}")
    return str(root.id)
