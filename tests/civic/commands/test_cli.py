"""What a newcomer gets wrong is one message that says what to do, and exit code 2. Never a traceback."""

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from civic import cli
from civic.engine.project import Project
from civic.engine.run import run_stack
from tests.civic.records.estates import content, example
from tests.planning import ROOT

Run = Callable[..., str]
CONTACTS = ("--owner", "cloud@ok.example", "--phone", "+441632960000")


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``civic`` with these words in the project's folder; it must be refused, and what it says is the answer."""

    def run(*words: object) -> str:
        monkeypatch.chdir(ROOT)
        monkeypatch.setattr(sys, "argv", ["civic", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        told = capsys.readouterr()
        assert stopped.value.code == 2
        assert "Traceback" not in told.out + told.err
        assert "Errno" not in told.err
        return told.err

    return run


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", "nortshire"), "'nortshire' is neither an organisation nor a stack of this estate; did you mean 'northshire'? 'civic stacks'"),
        (("plan", "zzz"), "'zzz' is neither an organisation nor a stack of this estate; 'civic stacks' lists them"),
        (("rollout", "northshire-aws-landingzone"), "did you mean 'northshire-aws-landing-zone'?"),
        (("plan", "--estate", "nowhere"), "nowhere: found no such folder"),
        (("stacks", "--estate", "README.md"), "README.md: found no such folder"),
        (("plan", "--project", "docs"), "there is no Pulumi project here; run civic where Pulumi.yaml is"),
        (("check", "--plans", "nowhere"), "nowhere: there is no such folder; 'civic plan --out nowhere' writes plans into it"),
        (("check", "--plans", "docs"), "docs: no plans here"),
        (("check", "--state", "nowhere.json"), "nowhere.json: there is no such file"),
        (("check", "--state", "estate"), "estate: no states here"),
        (("check", "--state", "README.md"), "README.md:1: found malformed JSON"),
        (("join",), "missing: BODY, --name, --kind, --cloud, --owner, --phone; 'civic join --help' says what each is"),
        (("join", "ok", "--name", "X", "--kind", "unitary", "--cloud", "aws"), "missing: --owner, --phone; "),
        (("join", "ok", "--name", "X", "--kind", "county", "--cloud", "aws", *CONTACTS), "kind: found 'county'; allowed: district-council"),
        (("join", "No", "--name", "X", "--kind", "unitary", "--cloud", "aws", *CONTACTS), "slug: found 'No'; allowed: 2 to 40 of a-z"),
        (("join", "northshire", "--name", "X", "--kind", "unitary", "--cloud", "aws", *CONTACTS), "'northshire' has joined already"),
        (("join", "--register", "nowhere.csv"), "nowhere.csv: there is no such file"),
        (("join", "--register", "README.md"), "no column name, principal, slug, type; a register has slug"),
        (("addresses", "mend", "nobody"), "'nobody' is no organisation of this estate"),
        (("publish", "northshire"), "'northshire' is not a stack: stacks are called <owner>-<aws|azure>-<bootstrap|"),
        (
            ("publish", "northshire-aws-tenancy", "--from", "nowhere"),
            "nowhere/northshire-aws-tenancy.json: found no such file; allowed: the plan or export of northshire-aws-tenancy",
        ),
        (("schema", "--estate", "nowhere"), "nowhere: there is no such folder; give the folder of the records with --estate"),
        (("publish", "nobody-aws-tenancy"), "'nobody-aws-tenancy' is neither an organisation nor a stack of this estate"),
        (("plan", "--processes", "0"), "'--processes': 0 is not in the range"),
        (("plan", "--timeout", "0"), "'--timeout': 0.0 is not in the range"),
        (("check", "northshire", "--state", "plan.json"), "--state checks what it names; leave out northshire"),
        (("lines", "--today", "tomorrow"), "found 'tomorrow'; allowed: a real day as YYYY-MM-DD"),
        (("store", "add", "northshire", "vikunja", "--on", "2026-02-30"), "found '2026-02-30'; allowed: a real day"),
        (("numbers", "give", "nobody", "+441632960900", "--holder", "X"), "'nobody' is no organisation of this estate; 'civic stacks' lists them"),
        (("numbers", "--estate", "nowhere", "give", "northshire", "+441632960900", "--holder", "X"), "nowhere: found no such folder"),
        (("store", "--estate", "nowhere", "add", "northshire", "vikunja"), "nowhere: found no such folder"),
        (("simulate", "--store", "README.md"), "README.md: this is a file, where a folder is meant"),
        (("plan", "northshire", "--out", "README.md"), "README.md: this is a file, where a folder is meant"),
        (("frobnicate",), "No such command 'frobnicate'"),
    ],
)
def test_wrong_words_are_answered(wrong: Run, words: tuple[str, ...], told: str) -> None:
    assert told in wrong(*words)
    assert not (ROOT / "nowhere").exists()


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("organisations/northshire.yaml", None, "", "found an empty file; allowed: a mapping of keys to values; 'civic join' writes a record"),
        ("organisations/northshire.yaml", "county-council", "countycouncil", ":3: kind: found 'countycouncil'; allowed: district-council"),
        ("organisations/northshire.yaml", "kind:", "knid:", "did you mean 'kind'?"),
        ("platform.yaml", None, "", "start from the example's estate/platform.yaml"),
        ("ledger/northshire.yaml", None, "entries: some", "entries: found 'some'; allowed: a list"),
    ],
)
def test_a_wrong_record_is_named_with_its_line(wrong: Run, tmp_path: Path, file: str, before: str | None, after: str, told: str) -> None:
    estate = example(tmp_path)
    path = estate / file
    path.write_text(path.read_text(encoding="utf-8").replace(before, after) if before else after, encoding="utf-8")
    said = wrong("plan", "northshire", "--estate", estate)
    assert said.startswith(f"civic: estate/{file}")
    assert told in said


def test_a_record_with_another_ending_is_not_passed_over(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    estate = example(tmp_path)
    shutil.move(estate / "organisations" / "northshire.yaml", estate / "organisations" / "northshire.yml")
    monkeypatch.setattr(sys, "argv", ["civic", "stacks", "--estate", str(estate)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    # Nobody's record is there under that name, and what reads it is left out.
    assert ended.value.code == 1
    assert "estate/organisations/northshire.yml: found the ending '.yml'; allowed: '.yaml'" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--on", "tomorrow"), ("--phone", "0123"), ("--owner", "nobody")])
def test_a_refused_join_writes_nothing(wrong: Run, tmp_path: Path, words: tuple[str, str]) -> None:
    estate = example(tmp_path)
    before = content(estate)
    said = wrong("join", "newbody", "--name", "New", "--kind", "unitary", "--cloud", "aws", *CONTACTS, *words, "--estate", estate)
    assert re.search(rf"found '{words[1]}'; allowed: ", said)
    assert content(estate) == before


@pytest.mark.parametrize("text", ["{", "[]", '"just text"', "key: value"])
def test_a_broken_published_card_is_to_be_published_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    estate = example(tmp_path)
    (estate / "published").mkdir()
    (estate / "published" / "platform-aws-foundation.json").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CIVIC_ESTATE", str(estate))
    project = Project.read(ROOT)
    published = Project(ROOT, project.name, project.main, project.config_dir, {**project.defaults, "cards": "published"})
    run = run_stack(published, "northshire-aws-tenancy")
    assert run.error.startswith("estate/published/platform-aws-foundation.json:")
    assert run.error.endswith("northshire-aws-tenancy reads it: ask the platform to run 'civic publish platform-aws-foundation' first")


def test_a_refused_rollout_prints_no_part_of_a_script(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["civic", "rollout", "nobody"])
    with pytest.raises(SystemExit):
        cli.main()
    assert capsys.readouterr().out == ""


def test_each_command_is_told_whole_in_the_list(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["civic", "--help"])
    with pytest.raises(SystemExit):
        cli.main()
    told = capsys.readouterr().out
    assert all(name in told for name in cli.cli.commands)
    assert "..." not in told.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{}", "found no version; allowed: a deployment document of version 3 or 4"),
        ("[]", "found list; allowed: a deployment document of version 3 or 4"),
        ('{"version": 3, "deployment": 5}', "deployment: found a number; allowed: an object"),
        ('{"version": 3, "deployment": {"resources": [{"type": "a"}]}}', "deployment.resources[0].urn: found nothing; allowed: text"),
        ('{"version": 3, "deployment": {"resources": [7]}}', "deployment.resources[0]: found a number; allowed: an object"),
    ],
)
def test_a_file_that_is_no_deployment_is_named(wrong: Run, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    assert wrong("check", "--state", tmp_path / "x.json").startswith(f"civic: {tmp_path}/x.json: {told}")
    assert f"{tmp_path}/x.json: {told}" in wrong("check", "--plans", tmp_path)
