"""What follows from the resource that is asked for: its account, whether its own policy must speak, which guardrails reach it."""

from civic.access.aws.request import Request
from civic.access.aws.world import Owned, World

POLICY_DECIDES = {
    "sts": frozenset(
        {
            *("sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml", "sts:assumeroot"),
            *("sts:tagsession", "sts:setsourceidentity", "sts:setcontext"),
        }
    ),
    "kms": frozenset(
        {
            *("kms:createkey", "kms:listkeys", "kms:listaliases", "kms:generaterandom", "kms:createcustomkeystore", "kms:deletecustomkeystore"),
            *("kms:connectcustomkeystore", "kms:disconnectcustomkeystore", "kms:updatecustomkeystore", "kms:describecustomkeystores"),
        }
    ),
}
"""STS: actions that a role's trust policy decides. KMS: actions that no key policy decides; all others it does."""

RESOURCE_CONTROLLED = frozenset({"s3", "sts", "kms", "sqs", "secretsmanager", "ecr", "aoss", "cognito-identity", "cognito-idp", "logs", "dynamodb"})
"""Services whose resources guardrails on resources reach (Organizations User Guide, "List of AWS services that support RCPs")."""

PROVIDERS_OWN = ("", "*", "aws", "aws-managed")
"""What stands for the account in the ARN of a thing of nobody's, and of AWS's own, which everybody may use: managed policies and rule groups."""


def resource_account(world: World, request: Request) -> tuple[str, Owned | None]:
    """(account of the resource, what carries its policy). The account is empty where nothing says it.

    An action without a resource is about the caller's own account.
    """
    carrier = world.carrier(request.service, request.resource) if request.resource != "*" else None
    if carrier is not None and carrier.account:
        return carrier.account, carrier
    if request.resource_account:
        return request.resource_account, carrier
    if request.resource == "*":
        return request.principal.account, None
    parts = world.key(request.resource).split(":", 5) if request.service == "kms" else request.resource.split(":", 5)
    if len(parts) == 6 and parts[4].isdigit():
        return parts[4], carrier
    if len(parts) == 6 and parts[4] in PROVIDERS_OWN and parts[2] not in ("s3",):
        return request.principal.account, carrier
    return "", carrier


def needs_policy(request: Request, carrier: Owned | None) -> bool:
    """Whether the resource's own policy must let the account in even for its own identities: keys and roles."""
    if request.lowered in POLICY_DECIDES["sts"]:
        return True
    if request.service != "kms" or request.lowered in POLICY_DECIDES["kms"]:
        return False
    return request.resource != "*" and (carrier is not None or ":key/" in request.resource or ":alias/" in request.resource)
