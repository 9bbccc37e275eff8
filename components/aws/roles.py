"""Names and paths of the roles that the platform makes, each written once."""

import pulumi

PATH = "/civic/"
"""Path of the roles that layers act as."""
ADMINISTRATION_ROLE = "civic-administration"
"""Role that AWS Organizations makes in every account it creates, at the root of the paths; the foundation and vending enter by it."""
VENDING_ROLE = "civic-vending"
"""In the management account: makes accounts and enters new ones."""
NETWORK_ROLE = "civic-network"
HOSTING_ROLE = "civic-hosting"
DEPLOY_ROLE = "civic-deploy"
"""In a body's account: deploys its landing zone."""
APPLICATION_ROLE = "civic-application"
"""In a body's account: deploys its applications."""
APPLICATION_BOUNDARY = "civic-application-boundary"
"""Policy under ``PATH``: the most that the application role, or a role that it makes, can ever do."""
SERVICE_PATH = "/civic-service/"
"""Path of the roles that a landing zone gives to services of AWS."""
WORKLOAD_PATH = "/civic-workload/"
"""Path of the roles that dedicated applications run as."""
TENANT_PATH = "/civic-tenant/"
"""Path of what stands for a tenant of a shared cell: the role that acts in its place, and the boundary of the roles which that one makes."""
TENANT_WORKLOAD_PATH = "/civic-body/"
"""Path, with the tenant's key after it, of the roles that a tenant's applications run as."""
PERMISSION_SET_PREFIX = "civic-"
"""What the names of permission sets begin with, before the role of ``components.contracts.ROLES``."""


def role_arn(partition: pulumi.Input[str], account: pulumi.Input[str], path: str, name: str = "*") -> pulumi.Output[str]:
    """ARN of the role ``name`` under ``path``, such as ``/civic/``; ``*`` stands for any account or name."""
    return pulumi.Output.concat("arn:", partition, ":iam::", account, f":role{path}{name}")
