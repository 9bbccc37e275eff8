"""One body's slip in its record is that body's alone: others are planned, checked and rolled out, and the summary says who is left out."""

import json
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from civic.commands import rehearse as command
from civic.rehearsal import Rehearsed
from tests.civic.records.estates import example
from tests.front_door import civic_in
from tests.planning import ROOT
from tests.rehearsing import needs_pulumi

SLIP = "estate/organisations/eastvale.yaml:3: knid: found unknown key 'knid'"


@pytest.fixture
def slipped(tmp_path: Path) -> Path:
    """The example estate with a key of eastvale's record misspelt."""
    estate = example(tmp_path)
    path = estate / "organisations" / "eastvale.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\nkind:") == 1
    path.write_text(text.replace("\nkind:", "\nknid:"), encoding="utf-8")
    return estate


def civic(*words: object) -> subprocess.CompletedProcess[str]:
    return civic_in(ROOT, *words)


def test_another_body_is_planned_and_hears_of_it(slipped: Path) -> None:
    ran = civic("plan", "westholm", "--estate", slipped)
    assert ran.returncode == 0, ran.stderr
    assert "eastvale is left out" in ran.stderr
    assert SLIP in ran.stderr
    assert ran.stdout.strip().endswith("No findings.")


@pytest.mark.parametrize("word", ["eastvale", "eastvale-aws-tenancy"])
def test_the_body_itself_is_refused_with_its_line(slipped: Path, word: str) -> None:
    ran = civic("plan", word, "--estate", slipped)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"civic: {SLIP}")


def test_the_whole_estate_goes_on_without_it(slipped: Path, tmp_path: Path) -> None:
    out = tmp_path / "plans"
    ran = civic("plan", "--estate", slipped, "--out", out)
    assert ran.returncode == 1
    written = {path.stem for path in out.glob("*.json")}
    assert {"westholm-aws-landing-zone", "kingsmere-azure-applications", "platform-aws-foundation"} <= written
    # Who reads the body is refused by name, and its plan, which would lack the body, is nowhere.
    for reader in ("platform-aws-network", "platform-aws-hosting-a", "northshire-aws-landing-zone"):
        assert f"\n{reader}\n{SLIP}" in ran.stderr
        assert reader not in written
    last = [line for line in ran.stdout.splitlines() if "planned and checked" in line]
    assert len(last) == 1
    assert "eastvale left out" in last[0]
    assert "No findings" not in last[0]


def test_a_check_says_so_for_programs(slipped: Path) -> None:
    ran = civic("check", "--estate", slipped, "--format", "json")
    assert ran.returncode == 1
    errors = {error["stack"]: error["error"] for error in json.loads(ran.stdout)["errors"]}
    assert errors["eastvale"].startswith(SLIP)
    assert errors["platform-aws-network"].startswith(SLIP)


def test_a_rollout_leaves_out_what_reads_it(slipped: Path) -> None:
    ran = civic("rollout", "--estate", slipped)
    assert ran.returncode == 1
    lines = ran.stdout.splitlines()
    assert "# left out: platform-aws-network, which reads eastvale" in lines
    assert any(line.startswith("pulumi stack select --create westholm-aws-landing-zone ") for line in lines)
    assert not any("select --create platform-aws-network" in line or "eastvale-aws" in line for line in lines)
    own = civic("rollout", "westholm", "--estate", slipped)
    assert "# left out: platform-aws-network, which reads eastvale" in own.stdout.splitlines()
    assert "pulumi up --stack westholm-aws-landing-zone" in own.stdout
    assert own.returncode == 1, "the hub's rules for it are not brought up"


def test_the_stacks_are_listed_and_what_reads_it_is_named(slipped: Path) -> None:
    ran = civic("stacks", "--estate", slipped, "--format", "json")
    assert ran.returncode == 1
    listed = {row["stack"] for row in json.loads(ran.stdout)}
    assert {"westholm-aws-landing-zone", "platform-aws-foundation"} <= listed
    assert not listed & {"platform-aws-network", "northshire-aws-landing-zone"}
    assert "left out: platform-aws-network, which reads eastvale" in ran.stderr.splitlines()
    assert SLIP in ran.stderr
    table = civic("stacks", "--estate", slipped)
    assert (table.returncode, table.stderr) == (1, ran.stderr)
    assert "westholm-aws-landing-zone" in table.stdout
    assert " platform-aws-network " not in "".join(line[:60] for line in table.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "others"),
    [
        (("agreements",), "kingsmere"),
        (("numbers",), "westholm"),
        (("lines",), ""),
        (("store",), "vikunja"),
        (("store", "show", "vikunja"), "Kingsmere Council: version"),
    ],
)
def test_a_list_has_the_others_and_says_who_is_missing(slipped: Path, words: tuple[str, ...], others: str) -> None:
    ran = civic(*words, "--estate", slipped)
    assert ran.returncode == 1
    assert "eastvale is left out of this list; others are in it" in ran.stderr
    assert SLIP in ran.stderr
    assert others in ran.stdout


@needs_pulumi
def test_a_rehearsal_goes_on_without_it(slipped: Path) -> None:
    ran = civic("rehearse", "platform-aws-bootstrap", "--estate", slipped, "--format", "json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (done,) = json.loads(ran.stdout)["stacks"]
    assert (done["stack"], done["result"], done["error"]) == ("platform-aws-bootstrap", "passed", "")
    assert set(done["seconds"]) == {"preview", "up", "again", "destroy"}
    assert SLIP in ran.stderr
    quiet = civic("rehearse", "platform-aws-bootstrap", "--quiet", "--estate", ROOT / "tests" / "estate")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_rehearsal_names_what_reads_it(slipped: Path, form: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """The engine is left out here: what it is given to do is what is looked at."""

    def without_engine(_root: Path, reads: Mapping[str, object], plans: Mapping[str, object], **_options: object) -> list[Rehearsed]:
        return [Rehearsed(stack, not_run="" if stack in plans else "has no plan to compare with") for stack in reads]

    monkeypatch.setattr(command, "rehearse", without_engine)
    monkeypatch.setattr(command, "find_pulumi", lambda: "pulumi")
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    code = command.rehearse_command(["platform-aws-network"], slipped, ROOT, keep=None, at_once=1, form=form, quiet=True)
    printed = capfd.readouterr()
    assert code == 1
    assert f"platform-aws-network cannot be planned:\n{SLIP}" in printed.err
    if form == "json":
        done = {one["stack"]: (one["result"], one["error"]) for one in json.loads(printed.out)["stacks"]}
        assert done["platform-aws-foundation"] == ("passed", "")
        assert (done["platform-aws-network"][0], done["platform-aws-network"][1].startswith(SLIP)) == ("not run", True)
    else:
        assert printed.out.startswith("platform-aws-network\n  not run: it has no plan to compare with")
        assert "2 stacks passed, 0 failed, 1 not run" in printed.out


def test_what_is_wrong_with_another_body_is_not_mine(tmp_path: Path) -> None:
    estate = example(tmp_path)
    (estate / "ledger" / "eastvale.yaml").write_text("entries: []\n", encoding="utf-8")
    assert civic("plan", "westholm", "--estate", estate).returncode == 0
    ran = civic("plan", "eastvale-aws-tenancy", "--estate", estate)
    assert ran.returncode == 1
    assert "estate/ledger/eastvale.yaml: found no range on aws" in ran.stderr
    assert "clash between records" in ran.stdout or "clashes between records" in ran.stdout


def test_a_rollout_leaves_out_whose_records_clash(tmp_path: Path) -> None:
    """What civic plan does not let pass is not offered for deployment; others go on."""
    estate = example(tmp_path)
    (estate / "ledger" / "eastvale.yaml").write_text("entries: []\n", encoding="utf-8")
    ran = civic("rollout", "--estate", estate)
    assert ran.returncode == 1
    assert "estate/ledger/eastvale.yaml: found no range on aws" in ran.stderr
    assert "# left out: eastvale-aws-landing-zone, whose records clash\n" in ran.stdout
    assert "pulumi up --stack eastvale" not in ran.stdout
    assert "pulumi up --stack westholm-aws-landing-zone" in ran.stdout
    assert civic("rollout", "westholm", "--estate", estate).returncode == 0
