"""What is wrong between files, the example estate, its schemas, and the stacks it implies."""

import dataclasses
import json
import subprocess
import sys
from ipaddress import IPv4Network
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from civic.errors import InputError
from civic.estate.checks import problems
from civic.estate.estate import Estate
from civic.estate.layers import LAYERS, StackName, implied, reads, waves
from civic.estate.loading import load_estate
from civic.records.kinds import KINDS
from civic.records.ledger import Entry, Ledger
from civic.records.owners import is_slug
from civic.records.schemas import schema
from tests.civic.records.estates import ON, ROOT, empty, joined
from tests.planning import ESTATE

SLUGS = some.text("az09-", max_size=38).map(lambda middle: f"b{middle}y")


@pytest.fixture(scope="module")
def estate() -> Estate:
    return load_estate(ESTATE)


def test_the_example_is_sound(estate: Estate) -> None:
    assert problems(estate) == []
    assert set(estate.organisations) == {"northshire", "eastvale", "kingsmere", "harbours", "tidewatch", "westholm", "larkfield"}


def test_its_bodies_differ(estate: Estate) -> None:
    bodies = estate.organisations
    assert bodies["westholm"].tiers == ("endpoint",)
    assert set(bodies["northshire"].tiers) == {"application", "data", "endpoint"}
    assert bodies["harbours"].clouds_taken == ("aws", "azure")
    assert bodies["harbours"].classification == "official-sensitive"
    assert bodies["eastvale"].contact("security") == bodies["eastvale"].contact("owner")
    assert any(choice.existing for record in bodies.values() for choice in record.clouds.values())
    assert len((ESTATE / "organisations" / "westholm.yaml").read_text(encoding="utf-8").splitlines()) <= 16


@pytest.mark.parametrize("path", sorted(ESTATE.rglob("*.yaml")), ids=lambda path: path.name)
def test_nobody_and_nothing_in_it_is_real(path: Path) -> None:
    words = path.read_text(encoding="utf-8").replace('"', " ").split()
    mailboxes = [word for word in words if "@" in word and "@sha256:" not in word and "{slug}" not in word and "$schema" not in word]
    assert [word for word in mailboxes if not word.endswith(".example")] == []


def test_the_ledgers_schema_wants_exactly_one_of_two() -> None:
    entry = json.loads(schema("ledger"))["$defs"]["Entry"]
    assert entry["oneOf"] == [{"required": ["given"]}, {"required": ["withdrawn"]}]
    assert entry["dependentRequired"] == {"withdrawn": ["because"]}


def test_a_schema_knows_every_kind_and_no_slug() -> None:
    made = json.loads(schema("organisation"))
    assert set(made["properties"]["kind"]["enum"]) == set(KINDS)
    assert "slug" not in made["properties"]


def changed(estate: Estate, **ranges: str) -> Estate:
    ledgers = dict(estate.ledgers)
    for slug, given_range in ranges.items():
        ledgers[slug] = Ledger(entries=(Entry(given=given_range, cloud="aws", region="eu-west-2", on=ON),))
    return dataclasses.replace(estate, ledgers=ledgers)


@pytest.mark.parametrize(
    ("given_range", "message"),
    [
        ("10.71.48.0/22", "found 10.71.48.0/22, which overlaps 10.71.48.0/21 of northshire; allowed: a range of its own"),
        ("10.255.4.0/22", "found 10.255.4.0/22, which overlaps 10.255.0.0/16 of the reserved network 'health and social care network'"),
        ("10.32.4.0/22", "found 10.32.4.0/22, which overlaps 10.32.0.0/20 of the hub of aws in eu-west-2"),
        ("10.1.0.0/22", "found 10.1.0.0/22 on aws in eu-west-2; allowed: a range inside 10.64.0.0/10; 'civic addresses mend westholm'"),
    ],
)
def test_ranges_that_cannot_be(estate: Estate, given_range: str, message: str) -> None:
    found = [str(problem) for problem in problems(changed(estate, westholm=given_range))]
    assert any(line.startswith(f"estate/ledger/westholm.yaml: {message}") for line in found)


def test_a_missing_range_says_what_to_run(estate: Estate) -> None:
    without = dataclasses.replace(estate, ledgers={**estate.ledgers, "westholm": Ledger()})
    assert [str(problem) for problem in problems(without)] == [
        "estate/ledger/westholm.yaml: found no range on aws in eu-west-2; allowed: one; 'civic addresses mend westholm' gives it"
    ]


def test_two_bodies_of_one_name(estate: Estate) -> None:
    twin = estate.organisations["eastvale"].model_copy(update={"name": "WESTHOLM town and district council"})
    found = problems(dataclasses.replace(estate, organisations={**estate.organisations, "eastvale": twin}))
    assert [(problem.file, problem.path) for problem in found] == [("estate/organisations/westholm.yaml", "name")]


def test_more_zones_than_the_region_has(tmp_path: Path) -> None:
    root = empty(tmp_path)
    path = root / "platform.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("eu-west-2b, eu-west-2c", "eu-west-2b"), encoding="utf-8")
    found = problems(joined(root, "alder", kind="county-council"))
    assert [str(problem) for problem in found] == [
        "estate/organisations/alder.yaml: connection.zones: found 3 zones on aws in eu-west-2; allowed: at most 2"
    ]


@given(some.lists(some.tuples(some.integers(0, 63), some.integers(20, 24)), max_size=14))
def test_the_sweep_finds_what_a_plain_search_finds(places: list[tuple[int, int]]) -> None:
    ranges = [IPv4Network((int(IPv4Network("10.64.0.0/16").network_address) + 256 * slot, prefix), strict=False) for slot, prefix in places]
    alone = load_estate(ESTATE, only=[])
    entries = [Entry(given=str(block), cloud="aws", region="eu-west-2", on=ON) for block in ranges]
    ledgers = {f"body-{number}": Ledger(entries=(entry,)) for number, entry in enumerate(entries)}
    found = problems(dataclasses.replace(alone, ledgers=ledgers))
    assert bool(found) == any(a.overlaps(b) for a, b in combinations(ranges, 2))


def test_one_body_alone_can_be_loaded() -> None:
    alone = load_estate(ESTATE, only=["kingsmere"])
    assert (set(alone.organisations), set(alone.ledgers)) == ({"kingsmere"}, {"kingsmere"})


def test_stacks_come_in_an_order_in_which_they_can_run(estate: Estate) -> None:
    stacks = implied(estate)
    assert len(stacks) == len(set(stacks))
    for layer in ("tenancy", "landing-zone"):
        held = [(name.owner, name.cloud) for name in stacks if name.layer == layer]
        assert held == [(owner, cloud) for owner, record in sorted(estate.owners.items()) for cloud in record.clouds_taken]
    for place, name in enumerate(stacks):
        assert all(stacks.index(above) < place and above.cloud == name.cloud for above in reads(name, estate))
    rolled = waves(stacks)
    assert [name for wave in rolled for name in wave] == stacks
    assert all(above not in wave for wave in rolled for name in wave for above in reads(name, estate))


@given(SLUGS, some.sampled_from(["aws", "azure"]), some.sampled_from([layer.name for layer in LAYERS]))
def test_stack_names_can_be_read_back(slug: str, cloud: str, layer: str) -> None:
    name = StackName("platform" if layer == "hosting" else slug, cloud, layer, "a1" if layer == "hosting" else "")
    assert StackName.parse(str(name)) == name


@given(some.text(max_size=30))
def test_what_is_no_stack_is_refused(text: str) -> None:
    if not any(text.endswith(f"-{cloud}-{layer.name}") for cloud in ("aws", "azure") for layer in LAYERS):
        with pytest.raises(InputError, match="is not a stack"):
            StackName.parse(text)
        assert not is_slug(f"platform-{text}")


def test_records_import_nothing_of_ours_nor_pulumi() -> None:
    code = (
        "import sys; import civic.estate.estate, civic.estate.layers, civic.estate.card_files, civic.records.writing\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('pulumi', 'policies', 'components', 'stacks')"
        " or (m.startswith('civic.') and m.split('.')[1] not in ('errors', 'estate', 'input_files', 'records'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_what_a_body_may_reach_is_blocked_for_nobody(estate: Estate) -> None:
    blocked = estate.platform.model_copy(update={"blocked_domains": ("gov.uk",)})
    found = [problem for problem in problems(dataclasses.replace(estate, platform=blocked)) if "blocked_domains" in str(problem)]
    assert {problem.path for problem in found} == {"connection.egress"}
    assert len(found) == sum(any(domain.endswith(".gov.uk") for domain in record.egress) for record in estate.organisations.values()) > 0


@pytest.mark.parametrize(
    ("blocked", "needed"),
    [
        ("amazonaws.com", "what aws itself needs"),
        ("microsoft.com", "what azure itself needs"),
        ("time.windows.com", "what azure itself needs"),
        ("commons.example", "where applications of cell a answer"),
        ("northshire.example", "where applications of northshire answer"),
        ("odoo.apps.northshire.example", "what eastvale calls of northshire"),
    ],
)
def test_nobody_blocks_what_the_platform_needs(blocked: str, needed: str):
    estate = load_estate(ESTATE)
    platform = estate.platform.model_copy(update={"blocked_domains": (blocked,)})
    found = [str(problem) for problem in problems(dataclasses.replace(estate, platform=platform))]
    assert any(needed in text and "platform.yaml: blocked_domains" in text for text in found), found
