"""What the runs of a body may do: make its account, and enter the roles in it that are the body's own.

What they may enter is named by the owner's key, so that the right itself opens nothing of another body; that each role trusts its own run
alone is a second lock. ``boundary_rights`` is the same for any body: what the bootstrap puts around every such role.

Source: Service Authorization Reference, "AWS Organizations".
"""

import pulumi

from components.aws.documents import Statement
from components.aws.roles import (
    ADMINISTRATION_ROLE,
    APPLICATION_ROLE,
    DEPLOY_ROLE,
    OWNER_STAYS,
    PATH,
    TENANT_PATH,
    administration_role,
    body_path,
    role_arn,
)
from components.contracts import Owner

LOOK = ("organizations:Describe*", "organizations:List*")
MOVE, TAG, UNTAG = "organizations:MoveAccount", "organizations:TagResource", "organizations:UntagResource"
CHANGE = (MOVE, TAG, UNTAG)


def tenancy_rights(
    partition: pulumi.Input[str],
    owner: Owner,
    *,
    management: pulumi.Input[str],
    unit: pulumi.Input[str],
) -> list[Statement]:
    """Make the body's account under ``unit`` (an id), and enter it. Who else may enter it is said inside it."""
    accounts = pulumi.Output.concat("arn:", partition, ":organizations::*:account/*")
    places = [pulumi.Output.concat("arn:", partition, ":organizations::*:", kind) for kind in ("root/*", pulumi.Output.concat("ou/*/", unit))]
    given, held = {"aws:RequestTag/owner": owner.key}, {"aws:ResourceTag/owner": owner.key}
    owned = {"StringEquals": held}
    # An account is tagged as it is made (Organizations User Guide, "Tagging"); one that is somebody's is not taken by a tag, nor management's.
    unowned = {"StringEquals": given, "Null": {"aws:ResourceTag/owner": "true"}}
    management_account = pulumi.Output.concat("arn:", partition, ":organizations::", management, ":account/*/", management)
    return [
        {"Sid": "Look", "Effect": "Allow", "Action": list(LOOK), "Resource": "*"},
        {"Sid": "Vend", "Effect": "Allow", "Action": ["organizations:CreateAccount"], "Resource": "*", "Condition": {"StringEquals": given}},
        # The tag that says whose it is stays what it was.
        {"Sid": "Own", "Effect": "Allow", "Action": [MOVE, TAG], "Resource": accounts, "Condition": {**owned, "StringEqualsIfExists": given}},
        {"Sid": "Untag", "Effect": "Allow", "Action": [UNTAG], "Resource": accounts, "Condition": {**owned, **OWNER_STAYS}},
        {"Sid": "TagNew", "Effect": "Allow", "Action": [TAG], "Resource": accounts, "Condition": unowned},
        {"Sid": "NeverManagement", "Effect": "Deny", "Action": list(CHANGE), "Resource": management_account},
        {"Sid": "Place", "Effect": "Allow", "Action": [MOVE], "Resource": places},
        _enter([role_arn(partition, "*", "/", administration_role(owner))]),
    ]


def landing_zone_rights(partition: pulumi.Input[str], owner: Owner) -> list[Statement]:
    """Enter the deploy role of the body's account."""
    return [_enter([role_arn(partition, "*", body_path(PATH, owner), DEPLOY_ROLE)])]


def applications_rights(partition: pulumi.Input[str], owner: Owner) -> list[Statement]:
    """Enter the application role of the body's account, and the body's place in a shared cell."""
    place = role_arn(partition, "*", body_path(TENANT_PATH, owner))
    return [_enter([role_arn(partition, "*", body_path(PATH, owner), APPLICATION_ROLE), place])]


def boundary_rights(partition: pulumi.Input[str]) -> list[Statement]:
    """All of that, of any body and of none but bodies."""
    entered = [
        role_arn(partition, "*", "/", f"{ADMINISTRATION_ROLE}-*"),
        role_arn(partition, "*", f"{PATH}*/", DEPLOY_ROLE),
        role_arn(partition, "*", f"{PATH}*/", APPLICATION_ROLE),
        role_arn(partition, "*", TENANT_PATH),
    ]
    organisation = ["organizations:CreateAccount", *LOOK, *CHANGE]
    return [{"Sid": "Vend", "Effect": "Allow", "Action": organisation, "Resource": "*"}, _enter(entered)]


def _enter(roles: list[pulumi.Output[str]]) -> Statement:
    return {"Sid": "Enter", "Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": roles}
