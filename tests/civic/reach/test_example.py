"""The example estate: every promise delivered, nothing else, and the path from anywhere to anywhere with the hop that stops it."""

import json
import re
import shutil
from pathlib import Path

import pytest

from civic.catalogue import reach_of, rows
from civic.catalogue.row import is_networking
from civic.commands.reach import reach_command
from civic.errors import InputError
from civic.reach.places import ask
from civic.reach.promises import KINDS
from tests.civic.reach.reaching import beside, example, faults, found
from tests.looping import each
from tests.planning import ESTATE, ROOT, example_estate


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    for stack, run in example_estate().items():
        (folder / f"{stack}.json").write_text(run.plan, encoding="utf-8")
    return folder


def test_every_promise_is_delivered_and_nothing_else():
    assert [proof.cloud for proof in example().proofs] == ["aws", "azure"]
    for proof in each(example().proofs, at_least=2):
        assert list(faults(proof)) == []
        assert len(proof.delivered) > 20


def test_promises_of_every_kind_but_premises_are_asked():
    """Doors to premises are asked of another estate (``tests/stacks/test_sharing.py``)."""
    asked = {one.promise.kind for proof in example().proofs for one in proof.delivered}
    assert asked == KINDS.keys() - {"premises"}


def test_a_resident_reaches_its_application_and_the_path_shows_every_hop():
    (answer,) = ask(example().graphs, "eastvale", "vikunja-eastvale.apps.commons.example", port=443)
    names = [step.text for step in answer.trace.steps]
    assert answer.trace.arrives
    assert names[-1] == "eastvale-vikunja-service"
    for hop in ("hub-eu-west-2-spokes", "cell-a-entry", "eastvale-vikunja-rule"):
        assert hop in names
    assert all(step.urn for step in answer.trace.steps)


def test_a_stranger_is_stopped_by_the_rule_that_says_so():
    (answer,) = ask(example().graphs, "westholm", "eastvale", port=443)
    assert not answer.trace.arrives
    assert "between networks" in answer.trace.stopped
    assert answer.trace.at.endswith("hub-eu-west-2-isolation")


def test_a_neighbour_in_the_cell_is_stopped_by_its_groups():
    (answer,) = ask(example().graphs, "eastvale-gotenberg", "eastvale-vikunja", port=3456)
    assert "security groups of eastvale-gotenberg-service (eastvale-gotenberg-group) let out nothing" in answer.trace.stopped


def test_an_allowed_name_gets_out_and_another_does_not():
    allowed, other = (ask(example().graphs, "harbours", "internet", port=443, name=name) for name in ("tides.harbours.example", "evil.example"))
    assert [answer.cloud for answer in allowed if answer.trace.arrives] == ["aws", "azure"]
    assert [answer.cloud for answer in other if not answer.trace.arrives] == ["aws", "azure"]


def test_a_name_that_is_blocked_for_all_reaches_nobody():
    for graph in example().graphs.values():
        network = next(each.id for each in graph.networks.values() if each.holder.owner == "harbours")
        assert graph.blocking(network, "malware.example.net")
        assert not graph.blocking(network, "tides.harbours.example")
    assert example().graphs["azure"].blocking(_network("azure", "harbours"), "more.malware.example.net"), "on Azure whatever is below is blocked too"


def test_an_agreement_is_followed_to_the_application_that_answers():
    (answer,) = ask(example().graphs, "kingsmere", "flowable.apps.tidewatch.example", port=443)
    names = [step.text for step in answer.trace.steps]
    assert answer.trace.arrives
    assert [name for name in dict.fromkeys(names) if name.endswith(("-service", "-forwarders", "-entry", "-app"))] == [
        "tidewatch-offer-case-management-service",
        "tidewatch-offer-case-management-forwarders",
        "tidewatch-hosting-entry",
        "tidewatch-flowable-app",
    ]


def _network(cloud: str, owner: str) -> str:
    return next(one.id for one in example().graphs[cloud].networks.values() if one.holder.owner == owner)


def test_a_type_of_networks_that_says_nothing_of_its_reach_is_a_fault():
    token = "aws:ec2/trafficMirrorSession:TrafficMirrorSession"
    assert reach_of(token) == "unknown"
    networks = [*example().networks]
    assert reach_of("aws:s3/bucket:Bucket") == "none"
    place = next(number for number, one in enumerate(networks) if one.stack == "platform-aws-network")
    urn = f"urn:pulumi:platform-aws-network::civic-cloud::{token}::lists"
    networks[place] = type(networks[place])(networks[place].stack, networks[place].resources, (urn,))
    assert [(invariant, name) for invariant, name, _ in found(networks)["aws"]] == [("known", "lists")]
    assert found(networks)["azure"] == []


def test_every_type_of_a_networking_module_says_what_it_is():
    for row in each([row for row in rows() if is_networking(row.type)], at_least=30):
        assert row.reach


def reach(plans: Path, *ends: str, form: str = "table", name: str = "") -> int:
    return reach_command(ends, ESTATE, ROOT, plans, form, port=443, name=name, promised=False)


@pytest.mark.parametrize("form", ["table", "json", "svg"])
def test_the_command_prints_the_proof(plans: Path, capsys: pytest.CaptureFixture[str], form: str):
    assert reach(plans, form=form) == 0
    out = capsys.readouterr().out
    if form == "json":
        document = json.loads(out)
        assert all(held["holds"] for cloud in document["clouds"].values() for held in cloud["invariants"].values())
        assert document["not_modelled"]
    elif form == "svg":
        assert out.startswith("<svg")
        assert "eastvale calls a service of northshire" in out
        assert "kingsmere calls a service of tidewatch" in out
    else:
        assert "Every promise is delivered, and nothing else is reachable." in out
        assert "Not modelled:" in out


def test_the_command_prints_a_path_with_program_lines(plans: Path, capsys: pytest.CaptureFixture[str]):
    assert reach(plans, "westholm", "eastvale") == 1
    out = capsys.readouterr().out
    assert "components/aws/network/attachment.py:" in out
    assert "stops" in out
    assert "Not modelled:" in out
    assert reach(plans, "eastvale", "northshire", name="odoo.apps.northshire.example") == 0


@pytest.mark.parametrize(
    ("ends", "name", "problem"),
    [
        (("westholn", "eastvale"), "", "did you mean 'westholm'?"),
        (("westholm",), "", "allowed: two places"),
        ((), "odoo.apps.northshire.example", "give A and B too"),
    ],
)
def test_what_is_no_question_is_refused(plans: Path, ends: tuple[str, ...], name: str, problem: str):
    with pytest.raises(InputError, match=re.escape(problem)):
        reach(plans, *ends, name=name)


def test_a_part_of_a_clouds_plans_proves_nothing(plans: Path, tmp_path: Path):
    shutil.copy(plans / "platform-aws-network.json", tmp_path)
    with pytest.raises(InputError, match="reach is not proved over a part"):
        reach(tmp_path)


def test_an_interface_in_the_hub_is_found():
    networks = beside(
        "hub-eu-west-2-vpc",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {
            "vpcEndpointType": "Interface",
            "serviceName": "com.amazonaws.eu-west-2.ssm",
            "subnetIds": [_subnet("hub-eu-west-2-attachment-a")],
            "securityGroupIds": [],
        },
    )
    assert found(networks)["aws"] == [], "a closed one is reached by nobody"


def _subnet(name: str) -> str:
    return next(one.id for stack in example().networks for one in stack.resources if one.name == name)
