"""Every document of the example estate, and of hand-made worlds that lack a piece of the tree."""

import json
from functools import cache

from civic.access.aws import Joined, Principal, Request, World, assume, evaluate
from civic.access.verdict import Decision, Reason
from civic.plan import Deployment
from tests.civic.access.aws.case import HOME, NEIGHBOUR, Case, made, principal, resources
from tests.looping import each
from tests.planning import example_estate


@cache
def _estate() -> World:
    return World.of([resource for run in example_estate().values() for resource in Deployment.from_json(json.loads(run.plan))])


def test_every_document_of_the_estate_is_one_that_aws_takes():
    estate = _estate()
    assert estate.faults == ()
    assert estate.identities
    assert estate.organisation is not None


def test_everything_in_the_estate_that_needs_an_account_has_one():
    estate = _estate()
    assert all(identity.account for identity in each(estate.identities.values()))
    assert all(owned.account for owned in each(estate.owned.values()))
    assert all(endpoint.account for endpoint in each(estate.endpoints.values()))


def test_the_content_of_every_managed_policy_that_the_estate_uses_is_known():
    hidden = {one.place for identity in _estate().identities.values() for one in (*identity.policies.unknown, *identity.bounds.unknown)}
    assert hidden == set()


def test_no_root_user_of_a_member_account_may_do_anything():
    estate = _estate()
    assert estate.organisation is not None
    bodies = [account for account in estate.accounts if estate.organised(account) and account != estate.organisation.management]
    assert bodies
    guarded = [evaluate(estate, Request(Principal.root(account), "iam:CreateUser", f"arn:aws:iam::{account}:user/x")) for account in bodies]
    assert Reason.SERVICE_CONTROL_POLICY in {verdict.reason for verdict in guarded}


def _with_account(joined: dict[str, Joined] | None) -> World:
    """The neighbour's account stands in no resource's tree."""
    case = Case("estate", {"name": "", "ask": "s3:ListAllMyBuckets", "who": f"role:{NEIGHBOUR}/app", "identity": ["Allow s3:* on *"]})
    return World.of([one for one in resources(case) if not one.urn.endswith(f"::{NEIGHBOUR}") or "organizations" not in one.type], joined=joined)


def test_an_account_that_joined_has_its_place_told():
    asked = Request(Principal.role(f"arn:aws:iam::{NEIGHBOUR}:role/app"), "s3:ListAllMyBuckets", "*")
    assert evaluate(_with_account(None), asked).decision is Decision.UNKNOWN
    joined = _with_account({NEIGHBOUR: Joined("ou-unit", "administration")})
    assert evaluate(joined, asked).allowed
    assert joined.organised(NEIGHBOUR)
    assert joined.identity(f"arn:aws:iam::{NEIGHBOUR}:role/administration")


def test_people_of_identity_center_have_a_role_in_each_account_they_are_assigned_to():
    case = Case("estate", {"name": "", "ask": "s3:ListAllMyBuckets"})
    instance = "arn:aws:sso:::instance/ssoins-1"
    permission_set = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
    inline = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}}
    common = {"instanceArn": instance, "permissionSetArn": permission_set}
    pieces = [
        made("aws:ssoadmin/permissionSet:PermissionSet", "reader", {"name": "reader", "instanceArn": instance}, {"arn": permission_set}, HOME),
        made("aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", "own", {**common, "inlinePolicy": json.dumps(inline)}, {}, HOME),
        made("aws:ssoadmin/accountAssignment:AccountAssignment", "readers", {**common, "targetId": NEIGHBOUR}, {}, HOME),
    ]
    world = World.of([*resources(case), *pieces])
    (person,) = [one for one in world.identities.values() if "AWSReservedSSO_reader_" in one.arn]
    assert person.account == NEIGHBOUR
    assert evaluate(world, Request(Principal.role(person.arn), "s3:ListAllMyBuckets", "*")).allowed
    assert evaluate(world, Request(Principal.role(person.arn), "s3:CreateBucket", "arn:aws:s3:::x", NEIGHBOUR)).denied
    assert assume(world, principal(case), person.arn)[0].denied
