"""The example estate, planned: what it holds, how it hangs together, and that order does not matter."""

import json
import shutil
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import pytest

from civic import clock
from civic.commands.publish import publish_command
from civic.engine.project import Project
from civic.engine.run import run_stack
from civic.estate.card_files import CardFile
from civic.estate.card_store import FolderStore, PublishedStore, read_card
from civic.estate.card_writing import has_card, put_planned_card
from civic.estate.layers import StackName, implied, reads
from civic.estate.loading import load_estate
from civic.files import write
from civic.plan import Deployment
from components.contracts import cards
from policies import check, rules_for
from tests.looping import each
from tests.planning import ESTATE, ROOT, example_estate, plans_of

CARDS = {
    "bootstrap": cards.BootstrapCard,
    "foundation": cards.FoundationCard,
    "network": cards.NetworkCard,
    "hosting": cards.HostingCard,
    "identity": cards.IdentityCard,
    "tenancy": cards.TenancyCard,
    "landing-zone": cards.LandingZoneCard,
}
BUDGET = 600
"""The most resources that a stack may have."""


@cache
def estate_plans():
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in example_estate().items()}


def test_every_stack_that_the_records_imply_is_planned():
    assert set(estate_plans()) == {str(name) for name in implied(load_estate(ESTATE))}


def test_no_plan_has_a_finding():
    found = [f for name, plan in estate_plans().items() for f in check(plan, rules_for(StackName.parse(name).cloud), stack_name=name)]
    assert found == []


def test_the_order_of_planning_changes_no_byte():
    first = {name: run.plan for name, run in example_estate().items()}
    second = {name: run.plan for name, run in plans_of(order=lambda names: sorted(names, reverse=True)).items()}
    assert first == second


def test_the_stack_graph_has_no_cycle_and_reads_upwards_only():
    from civic.estate.layers import BY_NAME

    estate = load_estate(ESTATE)
    for below, above in each((name, above) for name in implied(estate) for above in reads(name, estate)):
        assert BY_NAME[above.layer].number < BY_NAME[below.layer].number
        assert above.cloud == below.cloud


def test_every_stack_keeps_to_its_budget():
    assert {name: len(plan) for name, plan in estate_plans().items() if len(plan) > BUDGET} == {}


def test_every_stack_gives_the_card_it_promises():
    for name, plan in each((name, plan) for name, plan in estate_plans().items() if StackName.parse(name).layer in CARDS):
        assert {field.name for field in fields(CARDS[StackName.parse(name).layer])} == set(plan.stack_outputs), name


def test_every_resource_that_a_provider_makes_has_an_explicit_provider_and_a_source():
    resources = [resource for plan in estate_plans().values() for resource in plan]
    for resource in each(one for one in resources if one.custom and not one.type.startswith("pulumi:")):
        assert resource.provider
        assert resource.source.startswith(("components/", "stacks/"))


def test_no_spoke_has_a_way_out_of_its_own():
    exits = ("aws:ec2/internetGateway:InternetGateway", "aws:ec2/natGateway:NatGateway", "azure-native:network:PublicIPAddress")
    for plan in each(plan for name, plan in estate_plans().items() if StackName.parse(name).owner != "platform"):
        made = [resource for token in exits for resource in plan.of_type(token)]
        # What CloudFront comes in by has no route to it, so nothing goes out by it.
        assert [one.type for one in made] == [exits[0] for _ in plan.of_type("aws:cloudfront/vpcOrigin:VpcOrigin")]
        assert not {one.id for one in made} & {route.inputs.get("gatewayId") for route in plan.of_type("aws:ec2/route:Route")}


def test_stateful_things_are_protected():
    stateful = ("aws:s3/bucket:Bucket", "aws:kms/key:Key", "aws:backup/vault:Vault", "azure-native:keyvault:Vault")
    for resource in each(resource for plan in estate_plans().values() for token in stateful for resource in plan.of_type(token)):
        assert resource.protect, resource.urn


FIRST = "platform-aws-foundation reads it: run 'pulumi up -s platform-aws-bootstrap' and 'civic card put platform-aws-bootstrap' first"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, f"found no card of platform-aws-bootstrap; allowed: its card; {FIRST}"),
        ('{"schema": 0}', f"schema: found 0; allowed: 1; {FIRST}"),
        (
            CardFile("platform-aws-network", "", "a" * 64, "2026-11-24", {}).serialise(),
            f"found 'platform-aws-network'; allowed: 'platform-aws-bootstrap'; {FIRST}",
        ),
        (
            CardFile("platform-aws-bootstrap", "", "a" * 64, "2026-11-24", {}).serialise(),
            "platform-aws-foundation reads platform-aws-bootstrap, whose card is older than this program or not its own",
        ),
    ],
)
def test_a_stack_stops_with_the_stack_to_run_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None, told: str):
    monkeypatch.setenv("CIVIC_ESTATE", str(ESTATE))
    monkeypatch.setenv("CIVIC_CARDS", tmp_path.as_uri())
    if text:
        (tmp_path / "platform-aws-bootstrap.json").write_text(text, encoding="utf-8")
    run = run_stack(Project.read(ROOT), "platform-aws-foundation")
    assert not run.crashed
    assert told in run.error
    assert "run 'pulumi up -s platform-aws-bootstrap' and 'civic card put platform-aws-bootstrap' first" in run.error


def test_what_is_published_says_what_is_in_the_store(tmp_path: Path):
    """Every stack that another reads has the same card in both places, but for the commit that only a repository knows."""
    plans, store = tmp_path / "plans", FolderStore(tmp_path / "store")
    for name, run in example_estate().items():
        write(plans / f"{name}.json", run.plan)
        put_planned_card(store, name, run.plan, run.outputs or {})
    shutil.copytree(ESTATE, tmp_path / "estate")
    publish_command(tmp_path / "estate", [], plans, clock.today().isoformat())
    for name in each(name for name in example_estate() if has_card(StackName.parse(name))):
        published = read_card(PublishedStore(tmp_path / "estate"), name, "")
        # A commit and the seals of a ledger are what a repository knows.
        assert replace(published, commit="", ledger=()) == read_card(store, name, "")
    assert {path.stem for path in (tmp_path / "store").iterdir()} == {path.stem for path in (tmp_path / "estate" / "published").iterdir()} - {
        "agreements"
    }


def test_a_fork_with_published_cards_plans_the_same(tmp_path: Path):
    """Record, ledger, certificate of the directory, store and published cards are enough, and give the same plan, to the byte, as the platform's store."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for name, run in example_estate().items():
        (plans / f"{name}.json").write_text(run.plan)
    shutil.copytree(ESTATE, tmp_path / "whole")
    publish_command(tmp_path / "whole", [], plans, "2026-11-24")
    fork = tmp_path / "estate"
    for folder in ("organisations", "ledger"):
        (fork / folder).mkdir(parents=True)
        shutil.copy(ESTATE / folder / "northshire.yaml", fork / folder)
    shutil.copy(ESTATE / "platform.yaml", fork)
    for folder in ("directories", "applications"):
        shutil.copytree(ESTATE / folder, fork / folder)
    shutil.copytree(tmp_path / "whole" / "published", fork / "published")
    project = Project.read(ROOT)
    published = Project(ROOT, project.name, project.main, project.config_dir, {**project.defaults, "cards": "published"})
    monkey = pytest.MonkeyPatch()
    try:
        monkey.setenv("CIVIC_ESTATE", str(fork))
        for layer in ("tenancy", "landing-zone"):
            run = run_stack(published, f"northshire-aws-{layer}")
            assert not run.error
            assert run.plan == (plans / f"northshire-aws-{layer}.json").read_text()
    finally:
        monkey.undo()
