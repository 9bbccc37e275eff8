"""What people see of a body may change: nothing is made anew, and nothing is called otherwise."""

import json
import re
import shutil
from collections.abc import Mapping

import pytest

from civic.engine.run import StackRun
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.plan import Deployment, Resource
from tests.planning import ESTATE, example_estate, plans_of

RENAMED = {
    "northshire": (
        ("name: Northshire County Council", "name: The County of Upper Northshire\nshort_name: Upper Northshire"),
        ("domains:\n", 'domains:\n  - name: uppernorthshire.example\n    shown: "2026-11-24"\n'),
        ("domain: apps.northshire.example", "domain: services.uppernorthshire.example"),
    ),
    "eastvale": (
        ("name: Eastvale District Council", "name: Vale Borough Council\nshort_name: Vale"),
        ("placement: shared", "placement: shared\n  host_label: vale"),
    ),
    "kingsmere": (
        ("name: Kingsmere Council", "name: Kingsmere City Council"),
        ("domains:\n", 'domains:\n  - name: kingsmerecity.example\n    shown: "2026-11-24"\n'),
        ("domain: apps.kingsmere.example", "domain: apps.kingsmerecity.example"),
    ),
}
"""Two clouds, a test tenancy, dedicated and shared hosting."""
SEEN = re.compile(
    r"(services\.uppernorthshire|apps\.northshire|apps\.kingsmerecity|apps\.kingsmere)\.example|-(vale|eastvale)\.(?=apps\.)"
    r"|Northshire County Council|The County of Upper Northshire|Upper Northshire"
    r"|Eastvale District Council|Vale Borough Council|Kingsmere City Council|Kingsmere Council"
)
"""The names, labels and domains themselves, before and after."""


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, StackRun]:
    root = tmp_path_factory.mktemp("renamed") / "estate"
    shutil.copytree(ESTATE, root)
    for slug, changes in RENAMED.items():
        path = root / "organisations" / f"{slug}.yaml"
        text = path.read_text(encoding="utf-8")
        for before, after in changes:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")
    assert problems(load_estate(root)) == []
    return plans_of(root)


def resources(run: StackRun) -> dict[str, Resource]:
    assert not run.error, run.error
    return {resource.urn: resource for resource in Deployment.from_json(json.loads(run.plan))}


def neutral(value: object) -> str:
    """Inputs without what people see, and without digests of texts that hold it."""
    return re.sub(r"[0-9a-f]{32,}", "DIGEST", SEEN.sub("SEEN", json.dumps(value, sort_keys=True)))


def test_no_stack_and_no_urn_changes(renamed: Mapping[str, StackRun]) -> None:
    before = example_estate()
    assert set(renamed) == set(before)
    compared = 0
    for stack, run in before.items():
        assert set(resources(renamed[stack])) == set(resources(run)), stack
        compared += 1
    assert compared > 20


def test_only_what_people_see_changes(renamed: Mapping[str, StackRun]) -> None:
    """Every other input, physical names among them, is what it was."""
    changed = []
    for stack, run in example_estate().items():
        after = resources(renamed[stack])
        for urn, resource in resources(run).items():
            assert neutral(after[urn].inputs) == neutral(resource.inputs), urn
            if after[urn].inputs != resource.inputs:
                changed.append(urn)
    assert changed, "the bodies were not renamed"
