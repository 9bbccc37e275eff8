"""One body's slip is that body's alone, and never makes it absent: its stacks and those that read it are refused, all others go on."""

import os
from pathlib import Path

import pytest

from civic.estate.layers import StackName, implied
from civic.estate.loading import load_estate, load_for_stack
from civic.estate.store import versions
from civic.estate.unreadable import refuse_unreadable, unreadable_for
from civic.records.errors import RecordError
from tests.civic.records.estates import example

SLIP = "budgett: 5\n"


def slipped(tmp_path: Path, slug: str, folder: str = "organisations") -> Path:
    root = example(tmp_path)
    path = root / folder / f"{slug}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + SLIP, encoding="utf-8")
    return root


def concerned(root: Path) -> set[str]:
    estate = load_estate(root, tolerant=True)
    return {str(name) for name in implied(estate) if unreadable_for(estate, name)}


def refused(root: Path, stack: str) -> str:
    with pytest.raises(RecordError) as refusal:
        load_for_stack(root, StackName.parse(stack))
    return str(refusal.value)


def test_all_others_go_on(tmp_path: Path) -> None:
    """Eastvale lives in the shared cell on AWS and takes a service of Northshire."""
    root = slipped(tmp_path, "eastvale")
    estate = load_estate(root, tolerant=True)
    assert list(estate.unreadable) == ["eastvale"]
    assert "eastvale" not in estate.organisations
    assert "eastvale" in estate.ledgers
    assert concerned(root) == {
        "platform-aws-network",
        "platform-azure-network",
        "platform-aws-hosting-a",
        "northshire-aws-landing-zone",
        "northshire-aws-applications",
    }
    for stack in ("westholm-aws-landing-zone", "platform-azure-hosting-a", "platform-aws-foundation", "northshire-aws-tenancy"):
        assert load_for_stack(root, StackName.parse(stack)).root == root


@pytest.mark.parametrize("stack", ["platform-aws-network", "platform-aws-hosting-a", "eastvale-aws-tenancy", "northshire-aws-landing-zone"])
def test_who_reads_it_is_refused_by_name(tmp_path: Path, stack: str) -> None:
    root = slipped(tmp_path, "eastvale")
    lines = len((root / "organisations" / "eastvale.yaml").read_text(encoding="utf-8").splitlines())
    assert refused(root, stack).startswith(f"estate/organisations/eastvale.yaml:{lines}: budgett: found unknown key 'budgett'; allowed: ")


def test_a_consumer_of_it_is_refused(tmp_path: Path) -> None:
    root = slipped(tmp_path, "northshire")
    assert {name for name in concerned(root) if name.startswith("eastvale")} == {"eastvale-aws-landing-zone", "eastvale-aws-applications"}
    assert "northshire.yaml" in refused(root, "eastvale-aws-applications")
    asked = [each for each in load_estate(root, tolerant=True).agreements if each.provider == "northshire"]
    assert [each.todo for each in asked] == ["northshire must mend its record, which cannot be read"]


def test_a_ledger_that_cannot_be_read(tmp_path: Path) -> None:
    """Nobody knows then which cell the body is in."""
    root = slipped(tmp_path, "eastvale", "ledger")
    assert {"platform-aws-hosting-a", "platform-azure-hosting-a"} <= concerned(root)
    assert "ledger/eastvale.yaml" in refused(root, "platform-azure-hosting-a")


def test_text_that_is_no_yaml_may_ask_anybody(tmp_path: Path) -> None:
    root = example(tmp_path)
    (root / "organisations" / "westholm.yaml").write_text("{", encoding="utf-8")
    stacks = {name for name in concerned(root) if not name.startswith("platform")}
    assert stacks == {f"{slug}-{layer}" for slug in ("northshire-aws", "tidewatch-azure") for layer in ("landing-zone", "applications")}


def test_whoever_does_not_ask_is_refused(tmp_path: Path) -> None:
    root = slipped(tmp_path, "eastvale")
    with pytest.raises(RecordError, match=r"eastvale\.yaml"):
        load_estate(root)
    estate = load_estate(root, tolerant=True)
    with pytest.raises(RecordError, match=r"eastvale\.yaml"):
        refuse_unreadable(estate)
    with pytest.raises(RecordError, match=r"eastvale\.yaml"):
        estate.organisation("eastvale")


def test_another_ending_is_one_bodys_slip(tmp_path: Path) -> None:
    root = example(tmp_path)
    (root / "organisations" / "westholm.yaml").rename(root / "organisations" / "westholm.yml")
    assert list(load_estate(root, tolerant=True).unreadable) == ["westholm"]
    assert refused(root, "platform-aws-network") == "estate/organisations/westholm.yml: found the ending '.yml'; allowed: '.yaml'"


MISSPELT = {
    "provider": (
        "provider: northshire",
        "provider: northshir",
        "provider: found 'northshir'; allowed: a body of the estate; did you mean 'northshire'?",
    ),
    "offer": (
        "offer: hr-payroll",
        "offer: hr-payrol",
        "offer: found 'hr-payrol'; allowed: an offer of northshire: hr-payroll; did you mean 'hr-payroll'?",
    ),
    "itself": (
        "provider: northshire",
        "provider: eastvale",
        "provider: found 'eastvale'; allowed: another body: what is the body's own needs no subscription",
    ),
}


@pytest.mark.parametrize("case", MISSPELT)
def test_a_misspelt_subscription_is_no_request(tmp_path: Path, case: str) -> None:
    good, bad, message = MISSPELT[case]
    root = example(tmp_path)
    path = root / "organisations" / "eastvale.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(good) == 1
    path.write_text(text.replace(good, bad), encoding="utf-8")
    line = 1 + text[: text.index(good)].count("\n")
    with pytest.raises(RecordError) as refusal:
        load_estate(root)
    assert str(refusal.value) == f"estate/organisations/eastvale.yaml:{line}: subscriptions[0].{message}"
    assert list(load_estate(root, tolerant=True).unreadable) == ["eastvale"]
    assert message in refused(root, "eastvale-aws-applications")


@pytest.mark.parametrize(("good", "bad"), [("provider: northshire", "provider: oakmoor"), ("offer: hr-payroll", "offer: benefits")])
def test_what_is_like_no_other_remains_a_request(tmp_path: Path, good: str, bad: str) -> None:
    root = example(tmp_path)
    path = root / "organisations" / "eastvale.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(good, bad), encoding="utf-8")
    states = [each.state for each in load_estate(root).agreements if each.consumer == "eastvale"]
    assert states == ["requested"]


def test_a_folder_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = example(tmp_path)
    listdir = os.listdir
    closed: set[str] = set()

    def names(path: Path) -> list[str]:
        if Path(path).name in closed:
            raise PermissionError(13, "Permission denied", str(path))
        return listdir(path)

    monkeypatch.setattr(os, "listdir", names)
    for folder, look in (("organisations", load_estate), ("ledger", load_estate), ("applications", versions), ("applications/odoo", versions)):
        closed = {Path(folder).name}
        with pytest.raises(RecordError, match=rf"^estate/{folder}: found a folder that cannot be read \(Permission denied\)"):
            look(root)


def test_a_folder_that_leads_out_of_the_estate(tmp_path: Path) -> None:
    root = example(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (root / "published").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecordError, match=r"^estate/published: found a symbolic link out of the estate"):
        load_estate(root)


def test_a_name_that_is_no_text_is_told_all_the_same(tmp_path: Path) -> None:
    root = example(tmp_path)
    Path(os.fsdecode(os.fsencode(root / "organisations") + b"/\xff\xfe.yaml")).write_text("name: x\n", encoding="utf-8")
    with pytest.raises(RecordError) as refusal:
        load_estate(root)
    assert str(refusal.value).encode("utf-8").startswith(rb"estate/organisations/\udcff\udcfe.yaml: found the name")


def test_what_is_printed_has_an_end(tmp_path: Path) -> None:
    root = example(tmp_path)
    path = root / "organisations" / "westholm.yaml"
    path.write_text("".join(f"{'k' * 500}{number}: 1\n" for number in range(90)), encoding="utf-8")
    with pytest.raises(RecordError) as refusal:
        load_estate(root)
    lines = str(refusal.value).splitlines()
    assert lines[-1] == "and 44 more problems"
    assert max(map(len, lines)) < 1000
