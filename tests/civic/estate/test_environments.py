"""Live and test tenancies: their owner keys, what the record says of each, their stacks, ledgers and checks."""

from pathlib import Path

import pytest

from civic.commands.addresses import mend_command
from civic.commands.store import add_command
from civic.estate.checks import problems
from civic.estate.layers import StackName, implied, reads
from civic.estate.loading import load_estate, load_for_stack
from civic.records.errors import RecordError
from civic.records.owners import TEST
from tests.civic.records.estates import ON, empty, example, joined
from tests.planning import ESTATE

OFFERING = """\
name: Alder Council
kind: unitary
environments: [live, test]
clouds: {aws: {existing: "444455556666"}}
contacts: {owner: cloud@alder.example, phone: "+441632960000"}
connection: {egress: [www.gov.uk]}
hosting: {placement: dedicated, domain: apps.alder.example}
applications: [{name: odoo, version: "19.0-20260908"}]
offers:
  - {name: payroll, version: "1.0", description: Payroll for all, clouds: [aws], application: odoo, open_to: everybody}
pipeline: {issuer: "https://pipelines.alder.example", subject: "repo:alder/apps:environment:live"}
"""


def written(tmp_path: Path, record: str, slug: str = "alder") -> Path:
    root = empty(tmp_path)
    path = root / "organisations" / f"{slug}.yaml"
    path.parent.mkdir()
    path.write_text(record, encoding="utf-8")
    return root


def refused(root: Path) -> str:
    with pytest.raises(RecordError) as refusal:
        load_estate(root)
    return str(refusal.value)


def test_a_test_tenancy_is_another_owner_with_stacks_of_its_own(tmp_path: Path) -> None:
    estate = load_estate(written(tmp_path, OFFERING))
    assert list(estate.organisations) == ["alder"]
    assert list(estate.owners) == ["alder", "alder.test"]
    of_test = [str(name) for name in implied(estate) if name.environment == TEST]
    assert of_test == ["alder.test-aws-identity", "alder.test-aws-tenancy", "alder.test-aws-landing-zone", "alder.test-aws-applications"]
    for text in of_test:
        name = StackName.parse(text)
        assert (name.body, name.owner, str(name)) == ("alder", "alder.test", text)
        assert {above.owner for above in reads(name, estate)} <= {"platform", "alder.test"}


def test_what_a_test_tenancy_has_of_the_record(tmp_path: Path) -> None:
    live = load_estate(written(tmp_path, OFFERING)).organisations["alder"]
    test = live.for_environment("test")
    assert (test.slug, test.owner, test.environment, test.shown) == ("alder", "alder.test", "test", "Alder Council (test)")
    assert (live.owner, live.environment, live.shown) == ("alder", "live", "Alder Council")
    assert (test.offers, test.subscriptions, test.voice, test.analogue_lines, test.pipeline) == ((), (), None, (), None)
    assert (live.clouds["aws"].existing, test.clouds["aws"].existing) == ("444455556666", "")
    assert test.applications == live.applications
    assert test.hosting is not None
    assert test.hosting.domain == "test.apps.alder.example"
    assert test.monthly_budget == live.monthly_budget


def test_a_record_may_say_otherwise_for_test(tmp_path: Path) -> None:
    own = "test: {domain: try.alder.example, budget: 100, subject: 'repo:alder/apps:environment:test'}\n"
    live = load_estate(written(tmp_path, OFFERING + own)).organisations["alder"]
    test = live.for_environment("test")
    assert test.hosting is not None
    assert test.pipeline is not None
    assert (test.hosting.domain, test.monthly_budget, test.pipeline.subject) == ("try.alder.example", 100, "repo:alder/apps:environment:test")
    assert (live.monthly_budget, test.pipeline.issuer) == (10000, "https://pipelines.alder.example")


FILE = "estate/organisations/alder.yaml"
REFUSED = {
    "unknown": ("[live, test]", "[live, tset]", f"{FILE}:3: environments[1]: found 'tset'; allowed: live, test; did you mean 'test'?"),
    "no live": ("[live, test]", "[test]", f"{FILE}:3: environments: found a list; allowed: [live], or [live, test]"),
    "twice": ("[live, test]", "[live, live]", f"{FILE}:3: environments: found a list; allowed: [live], or [live, test]"),
    "choices without a test": (
        "environments: [live, test]",
        "test: {budget: 5}",
        f"{FILE}:3: test: found a mapping; allowed: nothing, since 'environments' does not name test",
    ),
    "live's pipeline": (
        "pipeline:",
        "test: {subject: 'repo:alder/apps:environment:live'}\npipeline:",
        f"{FILE}:11: test.subject: found 'repo:alder/apps:environment:live'; "
        "allowed: a subject that is not the live one's: what deploys tests must not deploy live",
    ),
    "live's domain": (
        "pipeline:",
        "test: {domain: apps.alder.example}\npipeline:",
        f"{FILE}:11: test.domain: found 'apps.alder.example'; allowed: a domain that is not the live one's, such as 'test.apps.alder.example'",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_record_may_not_say(tmp_path: Path, case: str) -> None:
    good, bad, message = REFUSED[case]
    assert OFFERING.count(good) == 1
    assert refused(written(tmp_path, OFFERING.replace(good, bad))) == message


def test_a_stack_of_a_test_tenancy_that_the_record_has_not(tmp_path: Path) -> None:
    root = written(tmp_path, OFFERING.replace("environments: [live, test]\n", ""))
    with pytest.raises(RecordError, match=r"alder.yaml:1: environments: found no test; allowed: \[live, test\], before a stack of alder.test"):
        load_for_stack(root, StackName.parse("alder.test-aws-tenancy"))


def test_live_and_test_cannot_agree(tmp_path: Path) -> None:
    """Nobody can name a test tenancy as a provider, and a test tenancy neither offers nor takes."""
    root = written(tmp_path, OFFERING)
    estate = joined(root, "birch")
    path = root / "organisations" / "birch.yaml"
    record = path.read_text(encoding="utf-8") + "environments: [live, test]\nsubscriptions: [{provider: alder, offer: payroll}]\n"
    path.write_text(record, encoding="utf-8")
    estate = load_estate(root)
    agreed = [(each.provider, each.consumer) for each in estate.agreements if each.state == "agreed"]
    assert agreed == [("alder", "birch")]
    tests = [name for name in implied(estate) if name.environment == TEST]
    assert {name.owner for name in tests} == {"alder.test", "birch.test"}
    for name in tests:
        assert {above.owner for above in reads(name, estate)} <= {"platform", name.owner}
    path.write_text(record.replace("provider: alder", "provider: alder.test"), encoding="utf-8")
    assert "subscriptions[0].provider: found 'alder.test'" in refused(root)


def test_a_test_tenancy_has_ranges_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = empty(tmp_path)
    joined(root, "alder")
    path = root / "organisations" / "alder.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "environments: [live, test]\n", encoding="utf-8")
    hint = "'civic addresses mend alder.test' gives it"
    assert [str(problem) for problem in problems(load_estate(root))] == [
        f"estate/ledger/alder.test.yaml: found no range on aws in eu-west-2; allowed: one; {hint}"
    ]
    assert mend_command(root, "alder", ON) == 0
    assert capsys.readouterr().out.startswith("alder.test: aws eu-west-2: ")
    estate = load_estate(root)
    assert problems(estate) == []
    live, test = (estate.ledgers[owner].range("aws", "eu-west-2") for owner in ("alder", "alder.test"))
    assert live is not None
    assert test is not None
    assert not live.overlaps(test)


def test_a_test_tenancy_has_a_place_of_its_own_in_a_shared_cell(tmp_path: Path) -> None:
    root = example(tmp_path)
    joined(root, "alder")
    path = root / "organisations" / "alder.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "environments: [live, test]\nhosting: {placement: shared}\n", encoding="utf-8")
    mend_command(root, "alder", ON)
    add_command(root, "alder", "vikunja", "", "", ON)
    estate = load_estate(root)
    assert problems(estate) == []
    places = {owner: (estate.ledgers[owner].cell("aws"), estate.ledgers[owner].priority("aws", "vikunja")) for owner in ("alder", "alder.test")}
    assert places["alder"][0] == places["alder.test"][0] == "a"
    assert None not in {priority for _, priority in places.values()}
    assert places["alder"] != places["alder.test"]
    assert [estate.owners[owner].host_label for owner in places] == ["alder", "alder-test"]


def test_what_people_see_moves_no_key(tmp_path: Path) -> None:
    root = example(tmp_path)
    before = load_estate(root)
    path = root / "organisations" / "eastvale.yaml"
    text = path.read_text(encoding="utf-8").replace("name: ", "short_name: Vale\nname: New ", 1)
    path.write_text(text.replace("placement: shared", "placement: shared\n  host_label: vale"), encoding="utf-8")
    after = load_estate(root)
    assert after.organisations["eastvale"].shown == "Vale"
    assert after.organisations["eastvale"].host_label == "vale"
    assert problems(after) == []
    assert implied(after) == implied(before)
    assert after.ledgers == before.ledgers


def test_labels_tell_bodies_apart(tmp_path: Path) -> None:
    root = example(tmp_path)
    path = root / "organisations" / "eastvale.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("placement: shared", "placement: shared\n  host_label: westholm"), encoding="utf-8")
    assert [str(problem) for problem in problems(load_estate(root))] == [
        "estate/organisations/eastvale.yaml: hosting.host_label: found 'westholm', which westholm answers under; allowed: a label of its own"
    ]


def test_on_azure_the_label_is_the_key(tmp_path: Path) -> None:
    record = "name: Alder\nkind: unitary\nclouds: [azure]\ncontacts: {owner: a@alder.example, phone: '+441632960000'}\n"
    root = written(tmp_path, record + "hosting:\n  placement: shared\n  host_label: ald\n")
    assert refused(root) == (
        f"{FILE}:7: hosting.host_label: found 'ald'; allowed: 'alder', the body's key, or nothing: "
        "on Azure a container app's own name makes its host, and that name is for life"
    )


def test_short_names_are_nobody_elses(tmp_path: Path) -> None:
    root = example(tmp_path)
    name = load_estate(root).organisations["westholm"].name[:40]
    path = root / "organisations" / "eastvale.yaml"
    path.write_text(f"short_name: {name.upper()}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert [(problem.file, problem.path) for problem in problems(load_estate(root))] == [("estate/organisations/westholm.yaml", "name")]
    assert ESTATE.is_dir()
