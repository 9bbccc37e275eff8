"""``civic rules``, ``civic explain`` and ``civic controls``."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from civic.cli import cli
from civic.errors import InputError
from policies import all_rules
from policies.frameworks import frameworks
from tests.looping import each


def ran(*words: str) -> str:
    result = CliRunner().invoke(cli, list(words), standalone_mode=False)
    if result.exception:
        raise result.exception
    assert result.return_value == 0
    return result.stdout


def test_every_rule_is_listed():
    listed: list[dict[str, Any]] = json.loads(ran("rules", "--format", "json"))
    assert [(one["pack"], one["rule"]) for one in listed] == [(pack, rule.id) for pack, rule in all_rules()]
    text = ran("rules")
    assert [rule.id for _, rule in each(all_rules()) if rule.id not in text] == []


@pytest.mark.parametrize("rule", [rule.id for _, rule in all_rules()])
def test_every_rule_is_explained(rule: str):
    (known,) = [one for _, one in all_rules() if one.id == rule]
    text = ran("explain", rule)
    assert [part for part in (known.title, known.why, known.remediation, *known.types) if part not in text] == []
    assert "ncsc-csp " in text
    assert json.loads(ran("explain", rule, "--format", "json"))["why"] == known.why


def test_a_misspelt_rule_is_named_with_the_nearest():
    with pytest.raises(InputError, match=r"RULE: found 's3-secur'; allowed: a rule that 'civic rules' lists; did you mean 's3-secure'\?"):
        ran("explain", "s3-secur")


def test_controls_are_listed_with_their_rules():
    document = json.loads(ran("controls", "--format", "json"))
    assert [one["framework"] for one in document] == [one.key for one in frameworks()]
    (principles,) = json.loads(ran("controls", "--framework", "ncsc-csp", "--format", "json"))
    rules = {one["control"]: one["rules"] for one in principles["controls"]}
    assert "s3-secure" in rules["1"]
    assert rules["6"] == []
    assert "not assessed: no rule is evidence for it" in ran("controls", "--framework", "ncsc-csp")


def test_a_misspelt_framework_is_named_with_the_nearest():
    with pytest.raises(InputError, match=r"did you mean 'ncsc-csp'\?"):
        ran("controls", "--framework", "ncsc-cps")
