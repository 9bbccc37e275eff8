"""Physical names of all 382 UK councils, for every kind of resource: short enough, of the right letters, and never the same twice."""

import csv
import re

import pytest

from components.naming import RULES, physical
from tests.civic.records.estates import SHARED

REGISTER = SHARED / "data" / "uk_local_authorities.csv"
ROLES = ("state", "connection", "log-archive", "application-data")
ALPHABETS = {
    "lower-hyphen": r"[a-z0-9]([a-z0-9-]*[a-z0-9])?",
    "lower-digits": r"[a-z0-9]+",
    "lower-underscore": r"[a-z0-9]([a-z0-9_]*[a-z0-9])?",
    "mixed-hyphen": r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?",
}


@pytest.fixture(scope="module")
def slugs() -> list[str]:
    if not REGISTER.is_file():
        pytest.skip(f"the register of councils is not here: {REGISTER}")
    with REGISTER.open(encoding="utf-8", newline="") as stream:
        found = [row["slug"] for row in csv.DictReader(stream) if row["principal"] == "yes"]
    assert len(found) == 382
    return found


@pytest.mark.parametrize("kind", RULES)
def test_names_fit_and_differ(slugs: list[str], kind: str) -> None:
    names = [physical(kind, platform="ccp", organisation=slug, role=role) for slug in ["", *slugs] for role in ROLES]
    rule = RULES[kind]
    assert max(map(len, names)) <= rule.longest
    assert [name for name in names if not re.fullmatch(ALPHABETS[rule.alphabet], name)] == []
    assert len({name.lower() for name in names}) == len(names)


@pytest.mark.parametrize("kind", RULES)
def test_a_name_never_changes(slugs: list[str], kind: str) -> None:
    first = [physical(kind, platform="ccp", organisation=slug, role="state") for slug in slugs]
    assert first == [physical(kind, platform="ccp", organisation=slug, role="state") for slug in slugs]
