"""Names and paths of the roles that the platform makes, each written once."""

import pulumi

from components.aws.documents import Statement
from components.contracts import Owner
from components.naming import short_hash

SESSION_SECONDS = 7200
"""How long a pipeline's own session lasts where it asks for that: the longest wait of a stack is 75 minutes, for a certificate.

A role entered from it has a session of one hour at most, as all chained roles (IAM User Guide, "Role chaining"); the provider asks for another
while the pipeline's own lasts (hashicorp/aws-sdk-go-base, ``credentials.go``).
"""
LONGEST_NAME = 64
"""Characters of a role's name (IAM User Guide, "IAM and AWS STS quotas")."""

PATH = "/civic/"
"""Path of the roles that layers act as: in the platform's accounts as it stands, in a body's with the owner's key after it."""
PIPELINE_PATH = "/civic-pipeline/"
"""In the management account: path of what the bootstrap makes, the roles of the platform's pipelines and the boundary of ``RUN_PATH``."""
RUN_PATH = "/civic-run/"
"""In the management account: path, with the owner's key after it, of the roles that a body's runs act as."""
RUN_BOUNDARY = "civic-run-boundary"
"""Policy under ``PIPELINE_PATH``: the most that any of those roles can ever do."""
ADMINISTRATION_ROLE = "civic-administration"
"""Role that AWS Organizations makes in each of the platform's own accounts, at the root of the paths; the foundation enters by it."""
NETWORK_ROLE = "civic-network"
HOSTING_ROLE = "civic-hosting"
COPIER_ROLE = "civic-{}-copier"
"""Under ``PATH``: a role of Amazon S3's that copies one bucket; the middle says which."""
DEPLOY_ROLE = "civic-deploy"
"""In a body's account: deploys its landing zone."""
APPLICATION_ROLE = "civic-application"
"""In a body's account: deploys its applications."""
APPLICATION_BOUNDARY = "civic-application-boundary"
"""Policy under ``PATH``: the most that the application role, or a role that it makes, can ever do."""
SERVICE_PATH = "/civic-service/"
"""Path of the roles of AWS's services in an account, which its administration makes and a landing zone gives them."""
WORKLOAD_PATH = "/civic-workload/"
"""Path of the roles that dedicated applications run as."""
TENANT_PATH = "/civic-tenant/"
"""Path of what stands for a tenant of a shared cell: the role that acts in its place, and the boundary of the roles which that one makes."""
TENANT_WORKLOAD_PATH = "/civic-body/"
"""Path, with the tenant's key after it, of the roles that a tenant's applications run as."""
LAYER = "layer"
"""Tag, in the platform's own accounts, that says which layer made something: there more than one does."""
OWNER_STAYS = {"ForAllValues:StringNotEqualsIgnoreCase": {"aws:TagKeys": ["owner"]}}
"""Condition: the tag that says whose something is, is not among those taken away. IAM compares tags' names without case."""
DIRECTORY = "civic-directory"
"""Name of the SAML provider, in each account that people enter, that stands for the directory where they sign in."""


def administration_role(owner: Owner) -> str:
    """Name of the role that AWS Organizations makes in the owner's account: each owner's its own, so that a right to enter one opens no other.

    A body's begins with the platform's and a hyphen.
    """
    if owner.is_platform:
        return ADMINISTRATION_ROLE
    name = f"{ADMINISTRATION_ROLE}-{owner.key}"
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 9]}-{short_hash(owner.key)}"


OPERATOR = "operator"
"""Of ``components.contracts.ROLES``: keeps things running, fills secrets, restores."""


def people_role(role: str) -> str:
    """Name of the role that people enter as ``role`` (``components.contracts.ROLES``); a body's lies under its own ``PATH``."""
    return f"civic-{role}"


def body_path(path: str, owner: Owner) -> str:
    """``path`` with the owner's key after it, such as ``/civic/northshire/``: no other owner's begins so, since no key has a slash."""
    return f"{path}{owner.key}/"


def run_role(owner: Owner, layer: str) -> str:
    """Name of the role, under ``body_path(RUN_PATH, owner)``, that runs of this stack act as."""
    return owner.name("aws:role", f"run-{layer}")


def assumed_by_run(partition: pulumi.Input[str], management: pulumi.Input[str], owner: Owner, layer: str) -> Statement:
    """Trust in the runs of one of the owner's stacks, whose role may be made later than this one.

    IAM refuses a trust in a role that is not there, so it is the management account that is trusted and the role that is compared (IAM
    User Guide, "AWS JSON policy elements: Principal"; "AWS global condition context keys", ``aws:PrincipalArn``).
    """
    return {
        "Effect": "Allow",
        "Principal": {"AWS": pulumi.Output.concat("arn:", partition, ":iam::", management, ":root")},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": {"ArnEquals": {"aws:PrincipalArn": role_arn(partition, management, body_path(RUN_PATH, owner), run_role(owner, layer))}},
    }


def role_arn(partition: pulumi.Input[str], account: pulumi.Input[str], path: str, name: str = "*") -> pulumi.Output[str]:
    """ARN of the role ``name`` under ``path``, such as ``/civic/``; ``*`` stands for any account or name."""
    return pulumi.Output.concat("arn:", partition, ":iam::", account, f":role{path}{name}")


def service_linked(partition: pulumi.Input[str], account: pulumi.Input[str], *services: str) -> Statement:
    """That the roles of these services' own may be made (hosts without ``.amazonaws.com``): each makes its own in the name of whoever uses it first.

    Whoever makes one gains nothing by it: its rights and its trust are AWS's (IAM User Guide, "Create a service-linked role").
    """
    named = {"StringEquals": {"iam:AWSServiceName": [f"{service}.amazonaws.com" for service in services]}}
    roles = role_arn(partition, account, "/aws-service-role/")
    return {"Sid": "ServiceLinked", "Effect": "Allow", "Action": ["iam:CreateServiceLinkedRole"], "Resource": roles, "Condition": named}
