"""What a change does to each resource: as Pulumi's engine and the providers would have it."""

import dataclasses
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.changes import Change, Comparison, compare
from civic.plan import UNKNOWN, Deployment
from tests.civic.changes.documents import ASSOCIATION, POLICY, PROVIDER, ROLE, ROUTES, STACK, SUBNET, TOPIC, VPC, document, entry, secret, urn


def compared(before: Deployment, after: Deployment) -> Comparison:
    return compare({STACK: before}, {STACK: after}, {STACK})


def only(before: dict[str, Any], after: dict[str, Any], *, planned: bool = True) -> Change:
    """What becomes of one resource that is alone in its stack."""
    (change,) = compared(document(before, planned=planned), document(after)).changes
    return change


def kinds(comparison: Comparison) -> dict[str, str]:
    return {change.name: change.kind for change in comparison.changes}


def test_another_range_makes_a_subnet_anew_and_is_a_finding_with_property_and_line() -> None:
    change = only(
        entry(SUBNET, "data-a", inputs={"cidrBlock": "10.64.4.0/25"}, protect=True),
        entry(SUBNET, "data-a", inputs={"cidrBlock": "10.64.4.0/26"}, sourcePosition="project:///components/aws/network.py#55"),
    )
    assert (change.kind, change.is_finding, change.protect, change.source) == ("replaced", True, True, "components/aws/network.py:55")
    assert [str(shift) for shift in change.forces] == ["cidrBlock: 10.64.4.0/25 -> 10.64.4.0/26"]


def test_what_changes_in_place_is_no_finding() -> None:
    change = only(entry(SUBNET, "data-a", inputs={"tags": {"Name": "a"}}), entry(SUBNET, "data-a", inputs={"tags": {"Name": "b"}}))
    assert (change.kind, change.is_finding, [str(shift) for shift in change.shifts]) == ("changed", False, ["tags.Name: a -> b"])


def test_what_is_gone_and_what_is_new() -> None:
    found = compared(document(entry(SUBNET, "old"), entry(TOPIC, "told")), document(entry(SUBNET, "new")))
    assert kinds(found) == {"old": "deleted", "told": "deleted", "new": "new"}
    assert [change.name for change in found.findings] == ["old"]  # nobody loses anything with a topic


def test_a_stack_that_no_record_implies_is_orphaned_and_one_that_was_not_planned_is_told() -> None:
    deployed = document(entry(VPC, "vpc", stack="gone-aws-landing-zone"))
    assert [change.kind for change in compare({"gone-aws-landing-zone": deployed}, {}, {STACK}).findings] == ["orphaned"]
    unplanned = compare({STACK: document(entry(VPC, "vpc"))}, {}, {STACK}, {STACK: "its record cannot be read"})
    assert (unplanned.changes, unplanned.not_compared) == ((), {STACK: "its record cannot be read"})


def test_what_follows_from_a_replacement_is_made_anew_or_changed_in_turn() -> None:
    def made(block: str) -> Deployment:
        vpc, subnet = urn(VPC, "vpc"), urn(SUBNET, "data")
        return document(
            entry(VPC, "vpc", ident="vpc-0123456789", inputs={"cidrBlock": block}),
            entry(SUBNET, "data", ident="subnet-0123456", inputs={"vpcId": "vpc-0123456789"}, propertyDependencies={"vpcId": [vpc]}),
            entry(ASSOCIATION, "led", inputs={"subnetId": "subnet-0123456"}, propertyDependencies={"subnetId": [subnet]}),
            entry(TOPIC, "told", inputs={"displayName": "of vpc-0123456789"}),
            entry(TOPIC, "apart", inputs={"displayName": "of nobody"}),
        )

    found = compared(made("10.64.4.0/22"), made("10.64.8.0/22"))
    assert kinds(found) == {"vpc": "replaced", "data": "replaced", "led": "replaced", "told": "changed", "apart": "kept"}
    data = next(change for change in found.changes if change.name == "data")
    assert [str(shift) for shift in data.forces] == ["vpcId: vpc-0123456789 -> known once it is made"]
    assert data.follows == (urn(VPC, "vpc"),)


def test_another_stack_that_has_an_id_from_a_card_follows_too() -> None:
    other = "westholm-aws-landing-zone"
    below = document(entry(SUBNET, "data", stack=other, inputs={"vpcId": "vpc-0123456789"}))
    before = {STACK: document(entry(VPC, "vpc", ident="vpc-0123456789", inputs={"cidrBlock": "10.64.4.0/22"})), other: below}
    after = {STACK: document(entry(VPC, "vpc", ident="vpc-0123456789", inputs={"cidrBlock": "10.64.8.0/22"})), other: below}
    assert kinds(compare(before, after, {STACK, other})) == {"vpc": "replaced", "data": "replaced"}


def test_ids_that_clouds_chose_are_no_difference_between_a_state_and_a_plan() -> None:
    def made(vpc: str, subnet: str, *, planned: bool) -> Deployment:
        policy = f'{{"Resource": "arn:aws:ec2:eu-west-2:111122223333:vpc/{vpc}"}}'
        return document(
            entry(VPC, "vpc", ident=vpc, inputs={"cidrBlock": "10.64.4.0/22"}, outputs={"cidrBlock": "10.64.4.0/22", "id": vpc}),
            entry(SUBNET, "data", ident=subnet, inputs={"vpcId": vpc}, propertyDependencies={"vpcId": [urn(VPC, "vpc")]}),
            entry(ROUTES, "routes", inputs={"vpcId": vpc}),
            entry(POLICY, "rights", inputs={"policy": policy}),
            planned=planned,
        )

    deployed, plan = made("vpc-0a1b2c3d4e", "subnet-0a1b2c", planned=False), made("vpc-ffffffffff", "subnet-ffffff", planned=True)
    assert set(kinds(compared(deployed, plan)).values()) == {"kept"}


def test_what_a_provider_fills_in_by_itself_is_no_difference() -> None:
    before = entry(VPC, "vpc", inputs={"cidrBlock": "10.64.4.0/22", "instanceTenancy": "default", "__defaults": ["instanceTenancy"]})
    after = entry(VPC, "vpc", inputs={"cidrBlock": "10.64.4.0/22", "__defaults": []})
    assert only(before, after).kind == "kept"
    assert only(after, {**before, "inputs": {**before["inputs"], "instanceTenancy": "dedicated", "__defaults": []}}).kind != "kept"


@pytest.mark.parametrize("sides", [("ciphertext", "ciphertext"), ("plaintext", "ciphertext")])
def test_secrets_are_never_told(sides: tuple[str, str]) -> None:
    token = "aws:rds/cluster:Cluster"
    old, new = (secret(**{side: f'"hunter{number}"'}) for number, side in enumerate(sides))
    quiet = only(entry(token, "db", inputs={"masterPassword": old}), entry(token, "db", inputs={"masterPassword": new}))
    assert quiet.kind == "kept"
    told = only(
        entry(token, "db", inputs={"masterPassword": old, "clusterIdentifier": "a"}),
        entry(token, "db", inputs={"clusterIdentifier": "b", "masterUsers": [{"password": new}]}),
    )
    assert told.kind == "replaced"
    assert "hunter" not in str(dataclasses.asdict(told))
    assert any("[secret]" in str(shift) for shift in told.shifts)


def test_what_is_not_known_yet_counts_as_another_value() -> None:
    change = only(entry(SUBNET, "data", inputs={"vpcId": "vpc-0123456789"}), entry(SUBNET, "data", inputs={"vpcId": UNKNOWN}))
    assert change.kind == "replaced"


def test_who_is_called_otherwise_is_the_same_by_its_alias_or_by_its_parents() -> None:
    above = "civic-aws:index:NetworkConnection"
    old = entry(above, "eastvale", custom=False), entry(VPC, "eastvale-vpc", above=above)
    new = (
        entry(above, "eastvale-connection", custom=False, aliases=[urn(above, "eastvale")]),
        entry(VPC, "eastvale-connection-vpc", above=above, parent=urn(above, "eastvale-connection")),
    )
    found = compared(document(*old), document(*new))
    assert kinds(found) == {"eastvale-connection": "kept", "eastvale-connection-vpc": "kept"}
    assert {change.was for change in found.changes} == {urn(above, "eastvale"), urn(VPC, "eastvale-vpc", above=above)}
    without = (new[0] | {"aliases": []}, new[1])
    assert kinds(compared(document(*old), document(*without)))["eastvale-vpc"] == "deleted"


def test_what_the_program_leaves_alone_or_insists_on_is_as_it_says() -> None:
    old, new = {"availabilityZone": "a"}, {"availabilityZone": "b"}
    assert only(entry(SUBNET, "s", inputs=old), entry(SUBNET, "s", inputs=new, ignoreChanges=["availabilityZone"])).kind == "kept"
    old, new = {"displayName": "a"}, {"displayName": "b"}
    assert only(entry(TOPIC, "t", inputs=old), entry(TOPIC, "t", inputs=new)).kind == "changed"
    for paths in (["displayName"], ["*"]):
        assert only(entry(TOPIC, "t", inputs=old), entry(TOPIC, "t", inputs=new, replaceOnChanges=paths)).kind == "replaced"


def test_one_that_keeps_its_name_is_deleted_first() -> None:
    before = entry(ROLE, "role", inputs={"name": "deploy", "path": "/"})
    assert only(before, entry(ROLE, "role", inputs={"name": "deploy", "path": "/civic/"})).deleted_first
    assert not only(before, entry(ROLE, "role", inputs={"name": "other", "path": "/"})).deleted_first


def test_another_provider_makes_everything_anew_and_a_new_id_of_the_same_one_does_not() -> None:
    before = entry(TOPIC, "t", provider=f"{PROVIDER}::11111111-1111")
    assert only(before, entry(TOPIC, "t", provider=f"{PROVIDER}::22222222-2222")).kind == "kept"
    assert only(before, entry(TOPIC, "t", provider=f"{PROVIDER.replace('tenancy', 'hub')}::22222222-2222")).kind == "replaced"


def test_what_a_cloud_lets_nobody_change_is_a_finding_though_nothing_is_lost() -> None:
    from civic.catalogue import rows

    fixed = next(row for row in rows() if row.fixed and "." not in min(row.fixed) and not row.replaced_by)
    path = min(fixed.fixed)
    change = only(entry(fixed.type, "x", inputs={path: "before"}), entry(fixed.type, "x", inputs={path: "after"}))
    assert (change.kind, change.is_finding, [str(shift) for shift in change.refused]) == ("changed", True, [f"{path}: before -> after"])


TOKENS = st.sampled_from([VPC, SUBNET, TOPIC, ROLE, "civic:unknown:Thing"])
VALUES = st.recursive(st.sampled_from(["a", "b", "vpc-0123456789", True, 3, UNKNOWN]), lambda inner: st.lists(inner, max_size=3), max_leaves=4)
INPUTS = st.dictionaries(st.sampled_from(["cidrBlock", "tags", "name", "vpcId"]), VALUES, max_size=3)


@st.composite
def documents(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = draw(st.lists(st.tuples(TOKENS, st.sampled_from("pqrs")), unique=True, max_size=6))
    made = [entry(token, name, inputs=draw(INPUTS), protect=draw(st.booleans())) for token, name in names]
    urns = [one["urn"] for one in made]
    for one in made:
        if urns and draw(st.booleans()):
            one["propertyDependencies"] = {key: [draw(st.sampled_from(urns))] for key in one["inputs"]}
            one["aliases"] = draw(st.lists(st.sampled_from(urns), max_size=2))
    return made


def without_unknowns(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_unknowns(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_unknowns(inner) for inner in value]
    return "known" if value == UNKNOWN else value


@given(documents())
def test_a_document_differs_in_nothing_from_itself(made: list[dict[str, Any]]) -> None:
    known = without_unknowns(made)
    changes = compared(document(*known), document(*known)).changes
    assert [change.kind for change in changes] == ["kept"] * len(known)


@given(documents(), documents())
def test_every_resource_is_in_exactly_one_class(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    changes = compared(document(*old), document(*new)).changes
    after = [change.urn for change in changes if change.kind not in ("deleted", "orphaned")]
    before = [change.was or change.urn for change in changes if change.kind != "new"]
    assert sorted(after) == sorted(one["urn"] for one in new)
    assert sorted(before) == sorted(one["urn"] for one in old)


@given(documents(), documents(), st.randoms(use_true_random=False))
def test_the_order_of_a_document_says_nothing(old: list[dict[str, Any]], new: list[dict[str, Any]], chance: random.Random) -> None:
    # Aliases are tried in the order in which resources are made, so those that two want are left out.
    old, new = ([{key: value for key, value in one.items() if key != "aliases"} for one in made] for made in (old, new))
    first = compared(document(*old), document(*new))
    chance.shuffle(old)
    chance.shuffle(new)
    assert compared(document(*old), document(*new)) == first
