"""What the catalogue says of calls, held against AWS's reference, the SDK and the example estate."""

import re
from collections.abc import Iterator, Mapping

import pytest
from pulumi import _types

from civic.catalogue import Need, Row, row, rows
from civic.catalogue.actions import TAGS
from civic.catalogue.templates import names_in
from civic.simulator.sdk import resource_class
from tests.civic.catalogue.authority import resource_types, takes
from tests.civic.catalogue.calls import asked
from tests.civic.catalogue.planned import planned_types
from tests.looping import each

PLACE = {"account", "region", "partition", "id", "arn", "hash", "digits", "guid"}
"""Words of every template."""
ONE_OF = frozenset(
    {
        *("organizations:moveaccount", "route53:changetagsforresource", "ram:associateresourcesharepermission"),
        *(f"elasticloadbalancing:{name}" for name in ("createrule", "deletelistener", "deleterule", "modifylistener", "modifylistenerattributes")),
        *(f"elasticloadbalancing:{name}" for name in ("modifyrule", "setrulepriorities")),
        *("network-firewall:deleterulegroup", "network-firewall:listtagsforresource"),
        *("ssm:createassociation", "wafv2:getwebaclforresource"),
        *(f"route53resolver:{name}firewallrule" for name in ("create", "delete", "update")),
    }
)
"""Actions for which the reference stars several resource types, of which a request names one, or those that it has."""
USED_BY_THE_SERVICE = frozenset(
    {
        *("aws:cfg/deliveryChannel:DeliveryChannel", "aws:cloudtrail/trail:Trail", "aws:cloudwatch/logGroup:LogGroup"),
        *("aws:ebs/defaultKmsKey:DefaultKmsKey", "aws:ecs/cluster:Cluster", "aws:sns/topic:Topic"),
        *("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "aws:kms/alias:Alias"),
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    }
)
"""Types whose service uses the key later, in its own name or in that of whoever comes then: configuring it asks nothing of the key."""
ROLE = re.compile(r"arn:aws:iam::\d{12}:role/(?!aws-service-role/).+")
KEY = re.compile(r"arn:aws:kms:[a-z0-9-]+:\d{12}:key/.+")


def with_actions(cloud: str) -> list[Row]:
    return [found for found in rows() if found.type.startswith(f"{cloud}:") and found.actions]


def texts(value: object) -> Iterator[str]:
    """Every text in a value; those in JSON texts are not looked for."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from texts(inner)


def test_every_planned_type_says_what_it_asks():
    assert [token for token in planned_types() if (known := row(token)) is None or known.actions is None] == []


@pytest.mark.parametrize("found", with_actions("aws"), ids=lambda found: found.type)
def test_every_action_is_one(found: Row):
    assert found.actions is not None
    assert [need.action for need in found.actions.all if resource_types(need.action) is None] == []
    assert [need.instead for need in found.actions.all if need.instead and resource_types(need.instead) is None] == []


@pytest.mark.parametrize("found", with_actions("aws"), ids=lambda found: found.type)
def test_every_word_is_a_property(found: Row):
    """A misspelt word would be a call that is never made."""
    assert found.actions is not None
    properties = {wire for _, wire, _ in _types._py_properties(resource_class(found.type))}
    asks = {word for need in found.actions.all for text in _templates(need) for word in names_in(text)}
    whens = {re.split("[=~]", need.when.removeprefix("!"))[0] for need in found.actions.all if need.when not in ("", TAGS)}
    heads = {re.split(r"[.@]", word)[0] for word in asks | whens}
    assert heads - PLACE - properties == set()


def _templates(need: Need) -> tuple[str, ...]:
    return (need.action, need.on, need.unless, *(template for _, template in need.context))


def test_every_call_is_asked_on_what_its_action_takes():
    wrong = {
        (of.resource.type, call.action, call.resource)
        for of in each(asked("aws"))
        for call in of.calls
        if not takes(call.action, call.resource) or (call.instead and not takes(call.instead, call.resource))
    }
    assert wrong == set()


def test_every_resource_that_an_action_must_name_is_asked():
    lacking = set()
    for of in each(asked("aws")):
        for action in {call.action for call in of.calls} - {""}:
            formats = resource_types(action) or {}
            starred = [form for form, required in formats.items() if required]
            if len(starred) > 1 and action.lower() not in ONE_OF:
                on = {call.resource for call in of.calls if call.action == action}
                lacking |= {(of.resource.type, action, form) for form in starred if not any(_of_form(form, resource) for resource in on)}
    assert lacking == set()


def _of_form(form: str, resource: str) -> bool:
    return re.fullmatch("[^*]+".join(map(re.escape, re.split(r"\$\{[A-Za-z]+\}", form))), resource) is not None


def test_a_role_that_a_resource_names_is_passed():
    """Whatever holds a role's ARN hands that role to a service, besides what is about the role itself."""
    unpassed = set()
    for of in each(asked("aws")):
        if of.operation == "create" and not of.resource.type.startswith("aws:iam/"):
            held = {text for key, value in of.resource.inputs.items() if key != "policy" for text in texts(value) if ROLE.fullmatch(text)}
            passed = {call.resource for call in of.calls if call.action == "iam:PassRole"}
            unpassed |= {(of.resource.type, role) for role in held - passed}
            assert all(call.context["iam:passedtoservice"] for call in of.calls if call.action == "iam:PassRole")
    assert unpassed == set()


def test_a_key_that_a_resource_names_is_asked_for():
    unasked = set()
    for of in each(asked("aws")):
        if of.operation == "create" and of.resource.type not in USED_BY_THE_SERVICE:
            held = {text for value in of.resource.inputs.values() for text in texts(value) if KEY.fullmatch(text)}
            unasked |= {(of.resource.type, key) for key in held - {call.resource for call in of.calls if call.action.startswith("kms:")}}
    assert unasked == set()


def test_tags_are_part_of_a_request():
    """The platform's own tags are put on everything that takes tags, so each such type needs a call that carries them."""
    untagged = {
        of.resource.type
        for of in each(asked("aws"))
        if of.operation == "create" and of.resource.outputs.get("tagsAll") and not any("aws:tagkeys" in call.context for call in of.calls)
    }
    assert untagged == set()


def test_what_cloud_control_makes_is_known():
    """Its handlers act in the caller's name, so a type of theirs without calls of its own would ask too little."""
    made = [of for of in asked("aws") if of.resource.type == "aws:cloudcontrol/resource:Resource" and of.operation in ("create", "delete")]
    assert made
    assert [of.resource.inputs["typeName"] for of in made if all(call.action.startswith("cloudformation:") for call in of.calls)] == []


def test_azure_asks_for_the_type_of_the_resource_on_itself():
    of_itself = re.compile(r"(?i).*/providers/(?P<namespace>[^/]+)/(?P<rest>.+)")
    strange = set()
    for of in each(asked("azure-native")):
        found = of_itself.fullmatch(of.resource.id)
        if found and of.resource.type != "azure-native:authorization:PimRoleEligibilitySchedule":
            kind = "/".join((found["namespace"], *found["rest"].split("/")[::2])).lower()
            strange |= {call.action for call in of.calls if call.action.lower().rpartition("/")[0] != kind or call.resource != of.resource.id}
    assert strange == set()


@pytest.mark.parametrize("cloud", ["azure-native", "pulumi-python"])
def test_azure_actions_have_a_verb(cloud: str):
    calls = [call for of in asked(cloud) for call in of.calls if "-azure-" in of.resource.urn.split("::")[0]]
    assert calls
    assert {call.action for call in calls if not re.fullmatch(r"Microsoft\.\w+/[\w/]+/(read|write|delete|action)", call.action)} == set()
