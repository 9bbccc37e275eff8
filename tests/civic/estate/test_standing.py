"""Nothing disappears by deletion, and what a body was deployed with is not edited away."""

import json
import shutil
from pathlib import Path

import pytest

from civic.estate.card_files import CardFile, card_path
from civic.estate.layers import StackName
from civic.estate.loading import load_estate, load_for_stack
from civic.estate.standing import order_of_destruction
from civic.files import write
from civic.records.errors import RecordError
from tests.civic.records.estates import ON, example
from tests.front_door import civic


def deployed(root: Path, *stacks: str) -> Path:
    for stack in stacks:
        write(card_path(root, stack), CardFile(stack, "", "0" * 64, ON, {}).serialise())
    return root


def edited(root: Path, slug: str, before: str, after: str) -> None:
    path = root / "organisations" / f"{slug}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


ORDER = (
    "in this order: 'pulumi destroy --stack eastvale-aws-applications', 'pulumi destroy --stack eastvale-aws-landing-zone', "
    "'pulumi destroy --stack eastvale-aws-tenancy', 'pulumi destroy --stack eastvale-aws-identity'; "
    "then 'git rm estate/published/eastvale-aws-landing-zone.json estate/published/eastvale-aws-tenancy.json', and then the record"
)


def test_a_record_taken_away_while_its_card_stands_is_refused_with_the_order(tmp_path: Path) -> None:
    root = deployed(example(tmp_path), "eastvale-aws-tenancy", "eastvale-aws-landing-zone")
    (root / "organisations" / "eastvale.yaml").unlink()
    for words in (("plan",), ("plan", "platform"), ("plan", "eastvale"), ("check",), ("rollout",), ("rollout", "platform-aws-network")):
        ran = civic(*words, "--estate", root)
        assert (ran.returncode, ran.stdout) == (2, ""), words
        assert ran.stderr.startswith(
            "civic: estate/organisations/eastvale.yaml: found nothing, while eastvale-aws-landing-zone, eastvale-aws-tenancy"
        )
        assert ORDER in ran.stderr
    # Others go on; whoever reads all bodies is refused by the program too, so that nothing of the body's is deleted by a neighbour's stack.
    ran = civic("rollout", "westholm", "--estate", root)
    assert "# left out: platform-aws-network, which reads eastvale" in ran.stdout.splitlines()
    assert "westholm-aws-landing-zone" in ran.stdout
    for stack in ("platform-aws-network", "platform-aws-hosting-a"):
        with pytest.raises(RecordError, match="its card stands"):
            load_for_stack(root, StackName.parse(stack))
    load_for_stack(root, StackName.parse("platform-azure-hosting-a"))


def test_cards_beside_a_simulated_store_are_looked_at_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, store = example(tmp_path / "records"), tmp_path / "cards"
    text = CardFile("eastvale-aws-tenancy", "", "0" * 64, ON, {}).serialise()
    write(store / "eastvale-aws-tenancy.json", text)
    write(store / "nobody-aws-tenancy.json", text)
    monkeypatch.setenv("CIVIC_CARDS", store.as_uri())
    assert civic("stacks", "--estate", root).returncode == 0
    (root / "organisations" / "eastvale.yaml").unlink()
    ran = civic("rollout", "platform", "--estate", root)
    assert ran.returncode == 2
    assert f"then 'rm {store}/eastvale-aws-tenancy.json', and then the record" in ran.stderr
    assert "nobody" not in ran.stderr, "the card of another estate's body"


def test_a_body_whose_record_alone_is_gone_is_told_as_what_it_is(tmp_path: Path) -> None:
    root = example(tmp_path)
    (root / "organisations" / "eastvale.yaml").unlink()
    ran = civic("plan", "eastvale", "--estate", root)
    assert ran.returncode == 2
    assert "'eastvale' has a ledger and no record: bring estate/organisations/eastvale.yaml back" in ran.stderr
    with pytest.raises(RecordError, match="its ledger is here"):
        load_for_stack(root, StackName.parse("eastvale-aws-tenancy"))


def test_once_its_cards_are_gone_the_record_may_go(tmp_path: Path) -> None:
    root = example(tmp_path)
    (root / "organisations" / "eastvale.yaml").unlink()
    assert civic("stacks", "--estate", root).returncode == 0
    load_for_stack(root, StackName.parse("platform-aws-network"))


@pytest.mark.parametrize(
    ("slug", "before", "after", "stack", "told"),
    [
        (
            "northshire",
            "environments: [live, test]",
            "environments: [live]",
            "northshire.test-aws-tenancy",
            "northshire.yaml: environments: found nothing",
        ),
        ("westholm", "clouds: [aws]", "clouds: [azure]", "westholm-aws-tenancy", "westholm.yaml: clouds: found nothing, while westholm-aws-tenancy"),
    ],
)
def test_so_is_a_cloud_or_an_environment(tmp_path: Path, slug: str, before: str, after: str, stack: str, told: str) -> None:
    root = deployed(example(tmp_path), stack)
    edited(root, slug, before, after)
    ran = civic("rollout", slug, "--estate", root)
    assert (ran.returncode, told in ran.stderr) == (2, True), ran.stderr


def test_so_is_a_cell(tmp_path: Path) -> None:
    root = deployed(example(tmp_path), "platform-aws-hosting-b")
    ran = civic("rollout", "--estate", root)
    assert (ran.returncode, "estate/platform.yaml: aws.cells.b: found nothing, while platform-aws-hosting-b" in ran.stderr) == (2, True)
    assert order_of_destruction("platform", "aws", "b") == ["platform-aws-hosting-b"]


def test_a_forks_cards_of_others_are_no_fault(tmp_path: Path) -> None:
    root = deployed(example(tmp_path), "millbrook-aws-landing-zone")
    from dataclasses import replace

    from civic.estate.standing import standing

    estate = load_estate(root)
    assert list(standing(estate)) == ["millbrook"]
    assert list(standing(replace(estate, published=True))) == []


def noted(folder: Path) -> Path:
    """The example with what Harbours and Northshire were deployed with in their ledgers, as ``civic publish`` writes it."""
    from civic.ledger.deployed import note_deployed

    root = example(folder)
    names = [StackName.parse(f"{body}-aws-landing-zone") for body in ("harbours", "northshire", "eastvale")]
    note_deployed(load_estate(root), names, ON)
    return root


def test_it_is_noted_once_and_a_record_that_says_the_same_is_no_fault(tmp_path: Path) -> None:
    from civic.ledger.deployed import note_deployed

    root = noted(tmp_path)
    estate = load_estate(root)
    entry = estate.ledgers["northshire"].fixed("aws")
    assert entry
    assert (entry.zones, entry.backup_days, entry.placement, entry.domain) == (3, 35, "dedicated", "apps.northshire.example")
    before = (root / "ledger" / "northshire.yaml").read_bytes()
    note_deployed(estate, [StackName.parse("northshire-aws-landing-zone")], "2026-12-24")
    assert (root / "ledger" / "northshire.yaml").read_bytes() == before
    assert civic("ledger", "check", "--estate", root).returncode == 0


@pytest.mark.parametrize(
    ("slug", "before", "after", "told"),
    [
        ("harbours", "kind: department", "kind: unitary", "kind: found 2 zones; allowed: 3 or more, with which it is deployed on aws"),
        (
            "harbours",
            "kind: department",
            "kind: agency",
            "kind: found backups for 35 days; allowed: 90 days or more, with which it is deployed on aws",
        ),
        ("northshire", "domain: apps.northshire.example", "domain: new.northshire.example", "hosting.domain: found 'new.northshire.example'"),
        ("eastvale", "placement: shared", "placement: dedicated\n  domain: apps.eastvale.example", "hosting.placement: found 'dedicated'"),
        (
            "harbours", 'existing: "444455556666"', 'existing: "444455556667"',
            "clouds.aws.existing: found '444455556667'; allowed: '444455556666', with which it is deployed on aws",
        ),
        ("harbours", '    existing: "444455556666"\n', "    {}\n", "found 'vended'; allowed: '444455556666'"),
        ("eastvale", "clouds: [aws]", 'clouds: {aws: {existing: "444455556667"}}', "found '444455556667'; allowed: 'vended'"),
    ],
)  # fmt: skip
def test_an_edit_that_contradicts_the_ledger_is_refused_with_what_to_do(tmp_path: Path, slug: str, before: str, after: str, told: str) -> None:
    root = noted(tmp_path)
    edited(root, slug, before, after)
    for words in (("plan", slug), ("rollout", slug)):
        ran = civic(*words, "--estate", root)
        assert ran.returncode == (2 if words[0] == "plan" else ran.returncode)
        assert told in ran.stderr
    with pytest.raises(RecordError):
        load_for_stack(root, StackName.parse(f"{slug}-aws-landing-zone"))


def test_what_is_told_to_do_instead_is_taken(tmp_path: Path) -> None:
    root = noted(tmp_path)
    edited(root, "harbours", "kind: department", "kind: unitary\nbackups: {days: 90}")
    text = (root / "organisations" / "harbours.yaml").read_text(encoding="utf-8")
    keep = "zones: 3, prefix: 20"
    changed = (
        text.replace("connection:\n", f"connection:\n  {keep.replace(', ', chr(10) + '  ')}\n")
        if "connection:\n" in text
        else f"{text}connection: {{{keep}}}\n"
    )
    (root / "organisations" / "harbours.yaml").write_text(changed, encoding="utf-8")
    assert list(load_estate(root, tolerant=True).unreadable) == []


def test_publishing_a_landing_zone_notes_it(tmp_path: Path) -> None:
    root = example(tmp_path)
    stack = "westholm-aws-landing-zone"
    urn = f"urn:pulumi:{stack}::civic-cloud::pulumi:pulumi:Stack::civic-cloud-{stack}"
    export = {"version": 3, "deployment": {"resources": [{"urn": urn, "type": "pulumi:pulumi:Stack", "custom": False, "outputs": {"a": "b"}}]}}
    exports = tmp_path / "exports"
    write(exports / f"{stack}.json", json.dumps(export))
    assert civic("publish", stack, "--from", exports, "--estate", root, "--on", ON).returncode == 0
    estate = load_estate(root)
    entry = estate.ledgers["westholm"].fixed("aws")
    assert entry
    assert (entry.zones, entry.placement) == (2, None)
    assert entry.seal in json.loads(card_path(root, stack).read_text(encoding="utf-8"))["ledger"]
    shutil.rmtree(root / "published")
