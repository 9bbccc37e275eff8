"""What worlds work out once and share: it never changes an answer."""

from dataclasses import replace

from civic.access.aws import Principal, Request, World, evaluate
from civic.access.aws.world import PRINCIPAL_ARN
from tests.civic.access.path_estates import ACCOUNT, Estate, role_arn

ACTIONS = ("iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "s3:GetObject", "sts:AssumeRole")
EXCEPT = f"Deny iam:*,s3:* on * if ArnNotLike aws:PrincipalArn {role_arn('deploy')}"
"""A guardrail that excepts one role by its name."""


def _world() -> World:
    estate = Estate()
    estate.guard("ou-unit", EXCEPT)
    estate.guard("r-root", f"Deny s3:GetObject on * if ArnLike aws:PrincipalArn {role_arn('deploy')}")
    for name in ("deploy", "other"):
        estate.role("a-aws-landing-zone", name, "Allow * on *")
    return World.of([resource for made in estate.resources.values() for resource in made])


def test_whom_guardrails_except_is_worked_out_once_and_changes_no_answer():
    world = _world()
    denied = set()
    for name in ("deploy", "other"):
        for action in ACTIONS:
            request = Request(Principal.role(role_arn(name)), action, role_arn("other"))
            # A name that the request itself gives is compared with each condition.
            plain = replace(request, context={PRINCIPAL_ARN: (role_arn(name),)})
            assert evaluate(world, request) == evaluate(world, plain) == evaluate(_world(), request), (name, action)
            denied |= {(name, action)} if evaluate(world, request).denied else set()
    assert ("other", "iam:PutRolePolicy") in denied
    assert ("deploy", "iam:PutRolePolicy") not in denied
    assert ("deploy", "s3:GetObject") in denied


def test_a_world_with_another_identity_answers_as_one_made_of_it():
    world = _world()
    evaluate(world, Request(Principal.role(role_arn("deploy")), "iam:PutRolePolicy", role_arn("other")))
    renamed = replace(world.identities[role_arn("other")], arn=role_arn("new"))
    request = Request(Principal.role(role_arn("new")), "iam:PutRolePolicy", f"arn:aws:iam::{ACCOUNT}:role/other")
    assert evaluate(world.with_identity(renamed), request).denied
    assert evaluate(world, request) == evaluate(_world(), request)
