"""Edits that lose data or leave something behind: each is refused, or a finding that names the edit that did it."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from civic.changes import Comparison, compare
from civic.commands.planning import CardWriter
from civic.engine.project import Project
from civic.engine.run import run_stack
from civic.estate.checks import problems
from civic.estate.edits import causes, estate_edits
from civic.estate.loading import load_estate
from civic.estate.targets import own_stacks, targets, with_reads
from civic.plan import Deployment
from civic.reports.changes import ToldChange, tell
from tests.planning import ESTATE, ROOT

NORTHSHIRE, EASTVALE, WESTHOLM = (f"organisations/{body}.yaml" for body in ("northshire", "eastvale", "westholm"))
Edit = Callable[[Path], object]


@dataclass(frozen=True)
class Deployed:
    """Plans of the example's stacks on AWS, taken for deployed, the records that they were made from, and their cards in the environment."""

    records: Path
    plans: Mapping[str, Deployment]


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("deployed")
    records = Path(shutil.copytree(ESTATE, folder / "estate"))
    estate, project, plans = load_estate(records), Project.read(ROOT), dict[str, Deployment]()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CIVIC_ESTATE", str(records))
        environment.setenv("CIVIC_CARDS", (folder / "cards").as_uri())
        put = CardWriter(folder / "cards")
        wanted = with_reads(targets(estate, ["northshire", "eastvale", "westholm"]), estate)
        for name in [str(name) for name in own_stacks(estate) if str(name) in wanted]:
            run = run_stack(project, name)
            assert not run.error, run.error
            put(run)
            plans[name] = Deployment.from_json(json.loads(run.plan))
        yield Deployed(records, plans)


def written(file: str, before: str, after: str) -> Edit:
    def edit(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert before in text, (file, before)
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    return edit


def taken_away(*files: str) -> Edit:
    return lambda root: [(root / file).unlink() for file in files]


def renamed(old: str, new: str) -> Edit:
    return lambda root: [(root / folder / f"{old}.yaml").rename(root / folder / f"{new}.yaml") for folder in ("organisations", "ledger")]


def without_voice(root: Path) -> None:
    path = root / WESTHOLM
    path.write_text(path.read_text(encoding="utf-8").partition("voice:")[0], encoding="utf-8")


REFUSED: Mapping[str, tuple[Edit, str]] = {
    "another cell": (written("ledger/eastvale.yaml", "- cell: a", "- cell: b"), "found the cell 'b' on aws; allowed: a"),
    "another key of the cell": (
        written("platform.yaml", "    a:\n      region: eu-west-2", "    b:\n      region: eu-west-2"),
        "found the cell 'a' on aws",
    ),
    "another range": (written("ledger/eastvale.yaml", "10.87.56.0/22", "10.87.60.0/22"), "does not fit its seal"),
    "another kind": (written(NORTHSHIRE, "kind: county-council", "kind: district-council"), "found 10.71.48.0/21 on aws"),
    "an application that is offered": (
        written(NORTHSHIRE, 'applications:\n  - name: odoo\n    version: "19.0-20260908"\n', ""),
        "offers[0].application: found 'odoo'",
    ),
    "another name of an offer": (written(NORTHSHIRE, "- name: hr-payroll", "- name: hr-pay"), "did you mean 'hr-pay'"),
    "a cloud": (written("organisations/harbours.yaml", "  azure:\n", ""), "found 'azure'; allowed: a cloud that the body has: aws"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_edit_that_contradicts_what_was_given_is_refused(case: str, tmp_path: Path) -> None:
    edit, said = REFUSED[case]
    root = Path(shutil.copytree(ESTATE, tmp_path / "estate"))
    edit(root)
    estate = load_estate(root, tolerant=True)
    told = [str(problem) for each in estate.unreadable.values() for problem in each] + [str(problem) for problem in problems(estate)]
    assert any(said in line for line in told), told


FOUND: Mapping[str, tuple[Edit, Sequence[str], str, str, str]] = {
    "fewer zones": (
        written(NORTHSHIRE, "connection:\n", "connection:\n  zones: 2\n"),
        ["northshire-aws-landing-zone"], "deleted", "northshire-connection-data-c", "connection.zones: nothing -> 2",
    ),
    "another domain of hosting": (
        written(NORTHSHIRE, "domain: apps.northshire.example", "domain: web.northshire.example"),
        ["northshire-aws-landing-zone"], "replaced", "northshire-hosting-zone", "hosting.domain: apps.northshire.example -> web.northshire.example",
    ),
    "another range of the cell": (
        written("platform.yaml", "10.33.0.0/22", "10.36.0.0/22"),
        ["platform-aws-hosting-a"], "replaced", "cell-a-connection-application-a", "aws.cells.a.range: 10.33.0.0/22 -> 10.36.0.0/22",
    ),
    "an application": (
        written(EASTVALE, '  - name: vikunja\n    version: "2.5.0"\n', ""),
        ["eastvale-aws-applications"], "deleted", "eastvale-vikunja-secret-VIKUNJA_SERVICE_SECRET", "applications[vikunja]:",
    ),
    "an agreement, by its consumer": (
        written(EASTVALE, "subscriptions:\n  - provider: northshire\n    offer: hr-payroll\n", ""),
        ["northshire-aws-landing-zone"], "deleted", "northshire-offer-hr-payroll-balancer", "organisations/eastvale.yaml:",
    ),
    "an agreement, by its provider": (
        written(NORTHSHIRE, "open_to: [eastvale, westholm]", "open_to: [westholm]"),
        ["eastvale-aws-applications"], "deleted", "eastvale-from-northshire-hr-payroll-", "organisations/northshire.yaml:",
    ),
    "voice": (without_voice, ["westholm-aws-landing-zone"], "deleted", "westholm-voice-trunk", "voice:"),
    "the body": (
        taken_away(EASTVALE, "ledger/eastvale.yaml"),
        [], "orphaned", "eastvale-vikunja-secret-VIKUNJA_SERVICE_SECRET", "organisations/eastvale.yaml: the file was taken away",
    ),
    "another key of the body": (
        renamed("eastvale", "eastvalley"),
        [], "orphaned", "eastvale-vikunja-secret-VIKUNJA_SERVICE_SECRET", "organisations/eastvale.yaml: the file was taken away",
    ),
    "another code of the platform": (
        written("platform.yaml", "code: ccp", "code: ccq"), ["eastvale-aws-landing-zone"], "replaced", "eastvale-baseline-vault", "code: ccp -> ccq",
    ),
    "no second region": (
        written("platform.yaml", "second_region: eu-west-1", "second_region: none"),
        ["platform-aws-foundation"], "deleted", "foundation-archive-copy-bucket", "aws.second_region: eu-west-1 -> none",
    ),
    "logs for less time": (
        written("platform.yaml", "retention_days: 400", "retention_days: 365"),
        ["platform-aws-foundation"], "changed", "foundation-archive-lifecycle", "retention_days: 400 -> 365",
    ),
    "another range of the hub": (
        written("platform.yaml", 'hub: "10.32.0.0/20"', 'hub: "10.35.0.0/20"'),
        ["platform-aws-network"], "replaced", "hub-eu-west-2-attachment-a", "hub: 10.32.0.0/20 -> 10.35.0.0/20",
    ),
}  # fmt: skip
"""What is edited or taken away -> the edit, the stacks to plan, and of one finding the kind, how its name begins, and the edit that it names."""


def told(deployed: Deployed, root: Path, stacks: Sequence[str]) -> tuple[Comparison, list[ToldChange]]:
    """What the records in ``root`` change in these stacks, and in those that they imply no more."""
    implied = {str(name) for name in own_stacks(load_estate(root))}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CIVIC_ESTATE", str(root))
        runs = {stack: run_stack(Project.read(ROOT), stack) for stack in stacks}
    assert [run.error for run in runs.values() if run.error] == []
    before = {stack: plan for stack, plan in deployed.plans.items() if stack in stacks or stack not in implied}
    comparison = compare(before, {stack: Deployment.from_json(json.loads(run.plan)) for stack, run in runs.items()}, implied)
    edits = estate_edits(deployed.records, root)
    return comparison, tell(comparison, lambda change: causes(change, edits))


@pytest.mark.parametrize("case", FOUND)
def test_an_edit_that_loses_something_is_a_finding_that_names_it(case: str, deployed: Deployed, tmp_path: Path) -> None:
    edit, stacks, kind, name, because = FOUND[case]
    root = Path(shutil.copytree(deployed.records, tmp_path / "estate"))
    edit(root)
    _, findings = told(deployed, root, stacks)
    (found,) = [one for one in findings if one.change.kind == kind and one.change.name.startswith(name)][:1] or [None]
    assert found is not None, [(one.change.kind, one.change.name) for one in findings]
    assert any(because in line for line in found.because()), found.because()


def test_an_edit_that_loses_nothing_is_no_finding(deployed: Deployed, tmp_path: Path) -> None:
    root = Path(shutil.copytree(deployed.records, tmp_path / "estate"))
    written(NORTHSHIRE, "budget: 14000", "budget: 9000")(root)
    comparison, findings = told(deployed, root, ["northshire-aws-tenancy"])
    assert any(change.kind == "changed" for change in comparison.changes)
    assert findings == []
