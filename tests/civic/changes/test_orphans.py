"""What a cloud lists and no state knows, and which resource it was to be."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from civic.changes.orphans import Listed, Orphan, orphans
from civic.plan import Deployment
from tests.civic.changes.documents import ROUTES, STACK, SUBNET, TOPIC, document, entry

TAGS = {"platform": "ccp", "managed-by": "civic-cloud"}
HERE = "arn:aws:{}:eu-west-2:111122223333:{}"
THERE = "arn:aws:{}:eu-west-2:444455556666:{}"
"""The account of the plan is one that the simulated cloud chose."""
GROUP = "/subscriptions/{}/resourceGroups/ccp-net"
AZURE_GROUP, AZURE_NETWORK = "azure-native:resources:ResourceGroup", "azure-native:network:VirtualNetwork"


def made(token: str, logical: str, ident: str, arn: str = "", tags: dict[str, str] | None = None, **inputs: Any) -> dict[str, Any]:
    outputs = {"tagsAll": {**TAGS, **(tags or {})}, **({"arn": arn} if arn else {})}
    return entry(token, logical, ident=ident, inputs=inputs, outputs=outputs)


PLAN = document(
    made(SUBNET, "data-a", "subnet-1", THERE.format("ec2", "subnet/subnet-1"), {"Name": "data-a"}),
    made(SUBNET, "data-b", "subnet-2", THERE.format("ec2", "subnet/subnet-2"), {"Name": "data-b"}),
    made(ROUTES, "routes-a", "rtb-1", THERE.format("ec2", "route-table/rtb-1")),
    made(ROUTES, "routes-b", "rtb-2", THERE.format("ec2", "route-table/rtb-2")),
    made(TOPIC, "alarms", THERE.format("sns", "civic-alarms"), THERE.format("sns", "civic-alarms"), name="civic-alarms"),
    made(TOPIC, "others", THERE.format("sns", "civic-others"), THERE.format("sns", "civic-others"), name="civic-others"),
    made(AZURE_GROUP, "net", GROUP.format("aaaa"), resourceGroupName="ccp-net"),
    made(AZURE_NETWORK, "network", GROUP.format("aaaa") + "/providers/Microsoft.Network/virtualNetworks/net", virtualNetworkName="net"),
)


def found(*idents: str, state: Deployment | None = None, **tags: str) -> list[Orphan]:
    return orphans([Listed(ident, {**TAGS, **tags}) for ident in idents], {STACK: state or document()}, {STACK: PLAN})


def told(one: Orphan) -> tuple[list[str], list[str], str]:
    return [each.name for each in one.candidates], [each.name for each in one.twins], one.import_id


def test_one_is_known_by_its_tags_and_kind_where_its_cloud_chose_its_id() -> None:
    (one,) = found(HERE.format("ec2", "subnet/subnet-0abc"), Name="data-b")
    assert told(one) == (["data-b"], [], "subnet-0abc")


def test_one_is_known_by_its_name_where_the_program_chose_it() -> None:
    (one,) = found(HERE.format("sns", "civic-alarms"))
    assert told(one) == (["alarms"], [], HERE.format("sns", "civic-alarms"))
    (other,) = found(HERE.format("sns", "by-hand"))
    assert told(other) == ([], [], "")


def test_azures_ids_are_the_same_in_any_case_and_any_subscription() -> None:
    network = GROUP.format("BBBB") + "/providers/microsoft.network/virtualnetworks/net"
    (one,) = found(network)
    assert told(one) == (["network"], [], network)
    state = document(made(AZURE_NETWORK, "network", network.upper().replace("/SUBSCRIPTIONS/", "/subscriptions/")))
    assert found(network, state=state) == []


def test_several_of_one_kind_with_the_same_tags_are_all_told() -> None:
    (one,) = found(HERE.format("ec2", "route-table/rtb-0abc"))
    assert told(one) == (["routes-a", "routes-b"], [], "rtb-0abc")
    state = document(made(ROUTES, "routes-a", "rtb-0def", HERE.format("ec2", "route-table/rtb-0def")))
    (rest,) = found(HERE.format("ec2", "route-table/rtb-0abc"), state=state)
    assert told(rest)[0] == ["routes-b"]


def test_what_was_made_a_second_time_is_a_twin_and_nothing_to_import() -> None:
    state = document(made(SUBNET, "data-a", "subnet-0def", HERE.format("ec2", "subnet/subnet-0def"), {"Name": "data-a"}))
    (one,) = found(HERE.format("ec2", "subnet/subnet-0abc"), HERE.format("ec2", "subnet/subnet-0def"), state=state, Name="data-a")
    assert told(one) == ([], ["data-a"], "subnet-0abc")


@given(st.sets(st.sampled_from([resource.urn for resource in PLAN])))
def test_exactly_what_a_state_lacks_is_told(lost: set[str]) -> None:
    """A state of which some entries were lost, and a cloud that has all."""
    state = Deployment(tuple(resource for resource in PLAN if resource.urn not in lost))
    listed = [Listed(str(resource.outputs.get("arn") or resource.id), resource.outputs["tagsAll"]) for resource in PLAN]
    told = orphans(listed, {STACK: state}, {STACK: PLAN})
    assert sorted(one.id for one in told) == sorted(str(one.outputs.get("arn") or one.id) for one in PLAN if one.urn in lost)
    for one in told:
        assert {each.urn for each in one.candidates} <= lost
        assert one.candidates
