"""What clouds do not delete is refused with what stands in the way; and everything of the example that a destroy takes, they let go."""

import inspect
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from pulumi import _types

from civic.estate.layers import BY_NAME, StackName
from civic.plan import Deployment, Resource
from civic.rehearsal.remains import reachable
from civic.simulator import CloudState, World, create, delete, refused_at_creation, refused_at_deletion
from civic.simulator.aws.deletions import KEPT as ON_AWS
from civic.simulator.aws.deletions import LINGERS as AWS_LINGERS
from civic.simulator.azure.deletions import KEPT as ON_AZURE
from civic.simulator.azure.deletions import LINGERS as AZURE_LINGERS
from civic.simulator.deletions import INSIDE, Kept
from civic.simulator.sdk import resource_class
from tests.civic.simulator.support import ACCOUNT, AWS, AZURE, clouds, urn
from tests.looping import each
from tests.planning import example_estate

BUCKET, TRAIL, VAULT, PLAN = "aws:s3/bucket:Bucket", "aws:cloudtrail/trail:Trail", "aws:backup/vault:Vault", "aws:backup/plan:Plan"
SECRET, RULE, TARGET = "aws:secretsmanager/secret:Secret", "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"


def made(token: str, inputs: Mapping[str, Any], at: CloudState, name: str = "it", ref: str = AWS) -> str:
    return create(token, urn(token, name), inputs, at, ref)[0]


def refused(token: str, ident: str, at: CloudState, name: str = "it", ref: str = AWS) -> str:
    return "; ".join(map(str, refused_at_deletion(token, urn(token, name), ident, {}, at, ref)))


def gone(token: str, ident: str, at: CloudState, name: str = "it", ref: str = AWS) -> None:
    delete(token, urn(token, name), ident, {}, at, ref)


@pytest.mark.parametrize(
    ("token", "inputs", "user", "using", "says"),
    [
        (
            "aws:ec2/vpc:Vpc",
            {"cidrBlock": "10.0.0.0/16"},
            "aws:ec2/subnet:Subnet",
            {"vpcId": "{id}", "cidrBlock": "10.0.0.0/24"},
            "DependencyViolation",
        ),
        (RULE, {"name": "r"}, TARGET, {"rule": "{id}", "arn": "arn:aws:sns:eu-west-2:111122223333:t"}, "has targets"),
        (
            "aws:route53/zone:Zone",
            {"name": "one.example"},
            "aws:route53/record:Record",
            {"zoneId": "{id}", "name": "www.one.example", "type": "A"},
            "HostedZoneNotEmpty",
        ),
        (
            "aws:organizations/policy:Policy",
            {"name": "p", "content": "{}"},
            "aws:organizations/policyAttachment:PolicyAttachment",
            {"policyId": "{id}", "targetId": "r-1"},
            "PolicyInUseException",
        ),
    ],
)
def test_what_something_uses_stays_until_that_is_gone(token: str, inputs: dict[str, Any], user: str, using: dict[str, Any], says: str):
    at = clouds()
    ident = made(token, inputs, at)
    other = made(user, {key: value.replace("{id}", ident) for key, value in using.items()}, at, "user")
    assert says in refused(token, ident, at)
    assert "user" in refused(token, ident, at)
    gone(user, other, at, "user")
    assert refused(token, ident, at) == ""


def test_a_subnet_on_azure_stays_while_an_endpoint_is_in_it():
    at, subnet, endpoint = clouds(), "azure-native:network:Subnet", "azure-native:network:PrivateEndpoint"
    ident = made(subnet, {"resourceGroupName": "g", "virtualNetworkName": "v", "subnetName": "s", "addressPrefix": "10.0.0.0/24"}, at, ref=AZURE)
    inside = {"resourceGroupName": "g", "privateEndpointName": "e", "subnet": {"id": ident.upper()}}
    other = made(endpoint, inside, at, "user", AZURE)
    assert "InUseSubnetCannotBeDeleted" in refused(subnet, ident, at, ref=AZURE)
    gone(endpoint, other, at, "user", AZURE)
    assert refused(subnet, ident, at, ref=AZURE) == ""


def test_logs_stay_in_a_bucket_when_nothing_writes_them_any_more():
    at = clouds()
    bucket = made(BUCKET, {"bucket": "archive"}, at)
    assert refused(BUCKET, bucket, at) == ""
    trail = made(TRAIL, {"name": "t", "s3BucketName": bucket}, at)
    gone(TRAIL, trail, at)
    assert "BucketNotEmpty" in refused(BUCKET, bucket, at)
    loose = made(BUCKET, {"bucket": "loose", "forceDestroy": True}, at, "loose")
    made(TRAIL, {"name": "u", "s3BucketName": loose}, at, "second")
    assert refused(BUCKET, loose, at, "loose") == ""


def test_points_stay_in_a_vault():
    at = clouds()
    vault = made(VAULT, {"name": "v"}, at)
    gone(PLAN, made(PLAN, {"name": "p", "rules": [{"targetVaultName": "v"}]}, at), at)
    assert "recovery points" in refused(VAULT, vault, at)


def test_protection_is_switched_off_first():
    at, balancer = clouds(), "aws:lb/loadBalancer:LoadBalancer"
    guarded = made(balancer, {"name": "one", "enableDeletionProtection": True}, at)
    assert "enableDeletionProtection is true" in refused(balancer, guarded, at)
    assert refused(balancer, made(balancer, {"name": "two"}, at, "two"), at, "two") == ""


def test_a_name_stays_taken_for_days():
    at = clouds()
    gone(SECRET, made(SECRET, {"name": "one"}, at), at)
    assert "scheduled for deletion" in str(refused_at_creation(SECRET, urn(SECRET), {"name": "one"}, at, AWS))
    gone(SECRET, made(SECRET, {"name": "two", "recoveryWindowInDays": 0}, at), at)
    assert refused_at_creation(SECRET, urn(SECRET), {"name": "two"}, at, AWS) == []


def test_what_is_named_alike_in_another_account_is_another():
    at = clouds()
    at.add_provider("far", {"region": "eu-west-2", "allowedAccountIds": ["999988887777"]})
    rule = made(RULE, {"name": "r"}, at)
    made(TARGET, {"rule": "r", "arn": f"arn:aws:sns:eu-west-2:{ACCOUNT}:t"}, at, "user", "far")
    assert refused(RULE, rule, at) == ""


def test_entries_name_types_and_inputs_that_exist():
    for entries in each((ON_AWS, ON_AZURE)):
        for entry in each(entries):
            assert resource_class(entry.type)
            for token, path in (*entry.used, *entry.filled):
                first = path.split(".")[0]
                assert path == INSIDE or first in input_names(token), f"{token} has no {first}"
            for name in filter(None, (entry.own[0], entry.unless)):
                assert name in input_names(entry.type)
    for lingering in each((*AWS_LINGERS, *AZURE_LINGERS)):
        assert lingering.name in input_names(lingering.type)


def input_names(token: str) -> set[str]:
    """Names of the inputs that a resource may have, as its provider knows them."""
    kind = resource_class(token)
    wire = {python: name for python, name, _ in _types._py_properties(kind)}
    return {wire.get(name) or re.sub(r"_(.)", lambda found: found[1].upper(), name) for name in inspect.signature(kind._internal_init).parameters}


def test_an_entry_says_all_that_it_must():
    with pytest.raises(ValueError, match="in one way when"):
        Kept(type=BUCKET, says="no", source="a page")


def _made_up(stack: str, world: World) -> tuple[list[Resource], CloudState]:
    """A stack of the example, made in a world."""
    state = CloudState(world=world)
    plan = list(Deployment.from_json(json.loads(example_estate()[stack].plan)).resources)
    for resource in plan:
        if resource.type.startswith("pulumi:providers:"):
            state.add_provider(f"{resource.urn}::{resource.id}", resource.inputs)
        elif resource.custom:
            create(resource.type, resource.urn, resource.inputs, state, resource.provider)
    return plan, state


def _entry(resource: Resource) -> Mapping[str, Any]:
    """As a state has it."""
    return {
        "urn": resource.urn,
        "parent": resource.parent,
        "provider": resource.provider,
        "dependencies": resource.dependencies,
        "propertyDependencies": resource.property_dependencies,
        "protect": resource.protect,
    }


def test_the_clouds_let_go_what_a_destroy_takes_of_the_example():
    """The lowest layer first, in each stack what was made last first, without what is protected and what that needs."""
    world, told = World(), list[str]()
    states = {stack: _made_up(stack, world) for stack in each(example_estate(), at_least=30)}
    for stack in sorted(states, key=lambda name: -BY_NAME[StackName.parse(name).layer].number):
        plan, state = states[stack]
        entries = {resource.urn: _entry(resource) for resource in plan}
        left = reachable([urn for urn, entry in entries.items() if entry["protect"]], entries)
        for resource in reversed([one for one in plan if one.urn not in left and one.custom]):
            if not resource.type.startswith("pulumi:providers:"):
                asked = resource.type, resource.urn, resource.id, resource.outputs, state, resource.provider
                told += [f"{stack}: {resource.name}: {failure}" for failure in refused_at_deletion(*asked)]
                delete(*asked)
    assert told == []
