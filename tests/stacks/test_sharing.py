"""Shared services through all the layers: both halves exist exactly while both records say so."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from civic.commands.publish import publish_command
from civic.commands.reach_proof import Reached
from civic.engine.project import Project
from civic.engine.run import run_stack
from civic.estate.layers import BY_NAME, implied, reads
from civic.estate.loading import load_estate
from civic.estate.published import agreements_text
from civic.plan import Deployment, Resource
from civic.reach.asked import networked
from policies import check, rules_for
from policies.estate import ESTATE_TYPES, estate_findings
from policies.estate.service_pairs import ENDPOINTS, SERVICES
from tests.planning import ROOT, plans_of
from tests.stacks.sharing import ADDRESSES, AWS, AZURE, OUTSIDE, change, sharing_estate

Plans = Mapping[str, Deployment]


def planned(root: Path) -> Plans:
    runs = plans_of(root)
    assert not {name: run.error for name, run in runs.items() if run.error}
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in runs.items()}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sharing_estate(tmp_path_factory.mktemp("sharing"))


@pytest.fixture(scope="module")
def plans(root: Path) -> Plans:
    return planned(root)


def doors(plans: Plans, slug: str, cloud: str) -> tuple[Resource, ...]:
    return plans[f"{slug}-{cloud}-landing-zone"].of_type(SERVICES[cloud])


def ways(plans: Plans, slug: str, cloud: str) -> list[Resource]:
    """Endpoints that lead to a body's service, not to the provider's."""
    stack = f"{slug}-{cloud}-applications"
    return list(plans[stack].of_type(ENDPOINTS[cloud])) if stack in plans else []


ID = {"aws": "account", "azure": "subscription"}
"""Field of a tenancy's handle that is its id."""


def tenancy_of(plans: Plans, slug: str, cloud: str) -> Mapping[str, str]:
    return plans[f"{slug}-{cloud}-tenancy"].stack_outputs["tenancy"]


PAIRS = [("aws", *AWS), ("aws", *reversed(AWS)), ("azure", *AZURE), ("azure", *reversed(AZURE))]


@pytest.mark.parametrize(("cloud", "provider", "consumer"), PAIRS)
def test_both_halves_exist_and_fit(plans: Plans, cloud: str, provider: str, consumer: str):
    (door,) = doors(plans, provider, cloud)
    (way,) = ways(plans, consumer, cloud)
    tenancy = tenancy_of(plans, consumer, cloud)[ID[cloud]]
    card = plans[f"{provider}-{cloud}-landing-zone"].stack_outputs["doors"]["payroll"]["service"]
    if cloud == "aws":
        assert door.inputs["allowedPrincipals"] == [f"arn:aws:iam::{tenancy}:root"]
        assert way.inputs["serviceName"] == card == door.outputs["serviceName"]
    else:
        assert door.inputs["visibility"] == door.inputs["autoApproval"] == {"subscriptions": [tenancy]}
        assert way.inputs["manualPrivateLinkServiceConnections"][0]["privateLinkServiceId"] == card == door.id


@pytest.mark.parametrize(("cloud", "provider", "consumer"), PAIRS)
def test_a_half_lies_in_its_own_tenancy_and_under_its_own_role(plans: Plans, cloud: str, provider: str, consumer: str):
    for slug, layer, half in (
        (provider, "landing-zone", doors(plans, provider, cloud)[0]),
        (consumer, "applications", ways(plans, consumer, cloud)[0]),
    ):
        stack, tenancy = plans[f"{slug}-{cloud}-{layer}"], tenancy_of(plans, slug, cloud)
        acting = stack.by_urn[half.provider.rsplit("::", 1)[0]].inputs
        if cloud == "aws":
            role = "deploy" if layer == "landing-zone" else "application"
            assert json.loads(acting["assumeRoles"])[0]["roleArn"] == tenancy[role]
        else:
            assert acting["subscriptionId"] == tenancy["subscription"]


@pytest.mark.parametrize(("cloud", "provider", "consumer"), PAIRS)
def test_the_consumer_alone_has_the_services_name(plans: Plans, cloud: str, provider: str, consumer: str):
    token, key = {"aws": ("aws:route53/zone:Zone", "name"), "azure": ("azure-native:privatedns:PrivateZone", "privateZoneName")}[cloud]
    host = f"payroll.{provider}.example"
    found = [name for name, plan in plans.items() for zone in plan.of_type(token) if zone.inputs[key] == host]
    assert found == [f"{consumer}-{cloud}-applications"]


def test_the_hub_lets_a_door_reach_its_own_premises_on_its_port_and_nothing_else(plans: Plans, root: Path):
    estate = load_estate(root)
    groups = plans["platform-aws-network"].of_type("aws:networkfirewall/ruleGroup:RuleGroup")
    texts = [group.inputs["ruleGroup"]["rulesSource"]["rulesString"] for group in groups]
    lines = [line for text in texts for line in text.split("\n") if line.startswith("pass tcp") and "_premises_" not in line]
    expected = {f"pass tcp [{estate.ledgers[slug].range('aws', 'eu-west-2')}] any -> [{ADDRESSES[slug]}/32] 8443" for slug in AWS}
    assert {line.split(" (")[0] for line in lines} == expected
    opened = [
        (rule["sourceAddresses"], rule["destinationAddresses"], rule["destinationPorts"])
        for group in plans["platform-azure-network"].of_type("azure-native:network:FirewallPolicyRuleCollectionGroup")
        if "agreements" in group.name
        for collection in group.inputs["ruleCollections"]
        for rule in collection["rules"]
        if "_premises_" not in rule["name"]
    ]
    held = {slug: [str(estate.ledgers[slug].range("azure", "uksouth"))] for slug in AZURE}
    assert sorted(opened) == sorted((held[slug], [f"{ADDRESSES[slug]}/32"], ["8443"]) for slug in AZURE)


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_doors_are_delivered_to_premises_and_nothing_else_is_reachable(plans: Plans, root: Path, cloud: str):
    reached = Reached([networked(stack, plan) for stack, plan in plans.items()], load_estate(root))
    (proof,) = [each_ for each_ in reached.proofs if each_.cloud == cloud]
    asked = [one for one in proof.delivered if one.promise.kind == "premises"]
    assert sorted(one.promise.caller.owner for one in asked) == sorted({"aws": AWS, "azure": AZURE}[cloud])
    assert [(str(one.promise), one.trace.stopped) for one in proof.undelivered] == []
    assert [wrong.text for wrong in proof.wrongs] == []
    assert all("premises" in one.trace.steps[-1].text for one in asked)


def test_who_is_no_party_gets_nothing(plans: Plans):
    assert not doors(plans, OUTSIDE, "aws")
    assert not ways(plans, OUTSIDE, "aws")
    assert not plans[f"{OUTSIDE}-aws-landing-zone"].stack_outputs["doors"]
    tenancy = tenancy_of(plans, OUTSIDE, "aws")["account"]
    for name, plan in plans.items():
        if not name.startswith((OUTSIDE, "platform-")):
            assert not any(tenancy in json.dumps(resource.inputs) for resource in plan)


def test_who_asks_in_vain_gets_nothing_and_is_told_what_to_do(plans: Plans, root: Path):
    assert not ways(plans, "elm", "aws")
    (waiting,) = [one for one in load_estate(root).agreements if one.consumer == "elm"]
    assert (waiting.state, waiting.cloud) == ("requested", "")
    assert waiting.todo == "cedar offers payroll on azure and elm is on aws: elm must join azure, or cedar must join aws and offer it there"


def test_sharing_both_ways_makes_no_cycle(root: Path):
    estate = load_estate(root)
    for name in implied(estate):
        for above in reads(name, estate):
            assert BY_NAME[above.layer].number < BY_NAME[name.layer].number
            assert above.cloud == name.cloud
    provider, consumer = AWS
    landing = {str(name): [str(above) for above in reads(name, estate)] for name in implied(estate)}
    assert f"{consumer}-aws-tenancy" in landing[f"{provider}-aws-landing-zone"]
    assert f"{provider}-aws-landing-zone" in landing[f"{consumer}-aws-applications"]


def test_no_rule_is_broken_and_no_half_is_alone(plans: Plans):
    found = [f for name, plan in plans.items() for f in check(plan, rules_for("aws" if "-aws-" in name else "azure"), stack_name=name)]
    assert [(f.rule, f.stack, f.name, f.message) for f in found] == []
    made = {name: [resource for resource in plan if resource.type in ESTATE_TYPES] for name, plan in plans.items()}
    assert estate_findings(made) == []
    for name, resources in made.items():
        for half in resources:
            if half.type in (*SERVICES.values(), *ENDPOINTS.values()):
                without = {**made, name: [other for other in resources if other.urn != half.urn]}
                lost = half.type in SERVICES.values() or "-from-" in half.name
                assert [f.rule for f in estate_findings(without)] == (["estate-service-pairs-complete"] if lost else [])


@pytest.mark.parametrize(("slug", "key"), [(AWS[0], "offers"), (AWS[1], "subscriptions"), (AZURE[0], "offers"), (AZURE[1], "subscriptions")])
def test_withdrawing_either_closes_both_halves(root: Path, tmp_path: Path, slug: str, key: str):
    changed = Path(shutil.copytree(root, tmp_path / "estate"))
    change(changed, slug, **{key: None})
    cloud = "aws" if slug in AWS else "azure"
    pair = AWS if cloud == "aws" else AZURE
    provider, consumer = (slug, pair[1]) if key == "offers" else (pair[0], slug)
    runs = plans_of(changed, *pair)
    assert not {name: run.error for name, run in runs.items() if run.error}
    after = {name: Deployment.from_json(json.loads(run.plan)) for name, run in runs.items()}
    assert not doors(after, provider, cloud)
    assert not ways(after, consumer, cloud)
    # The other way round they still agree.
    assert len(doors(after, consumer, cloud)) == len(ways(after, provider, cloud)) == 1


@pytest.mark.parametrize("slug", [AWS[0], AZURE[0]])
def test_a_fork_with_one_record_plans_the_same(root: Path, plans: Plans, tmp_path: Path, slug: str):
    cloud = "aws" if slug in AWS else "azure"
    folder = tmp_path / "plans"
    folder.mkdir()
    whole = Path(shutil.copytree(root, tmp_path / "whole"))
    for name, run in plans_of(root).items():
        (folder / f"{name}.json").write_text(run.plan)
    publish_command(whole, [], folder, "2026-11-24")
    fork = tmp_path / "estate"
    for part in ("organisations", "ledger"):
        (fork / part).mkdir(parents=True)
        shutil.copy(root / part / f"{slug}.yaml", fork / part)
    shutil.copy(root / "platform.yaml", fork)
    shutil.copytree(root / "directories", fork / "directories")
    shutil.copytree(whole / "published", fork / "published")
    project = Project.read(ROOT)
    published = Project(ROOT, project.name, project.main, project.config_dir, {**project.defaults, "cards": "published"})
    with pytest.MonkeyPatch.context() as monkey:
        monkey.setenv("CIVIC_ESTATE", str(fork))
        for layer in ("tenancy", "landing-zone", "applications"):
            stack = f"{slug}-{cloud}-{layer}"
            run = run_stack(published, stack)
            assert not run.error
            assert run.plan == (folder / f"{stack}.json").read_text()


def test_a_fork_withdraws_by_its_own_record(root: Path, plans: Plans, tmp_path: Path):
    whole = Path(shutil.copytree(root, tmp_path / "whole"))
    fork = tmp_path / "estate"
    for part in ("organisations", "ledger", "published"):
        (fork / part).mkdir(parents=True)
    (fork / "published" / "agreements.json").write_text(agreements_text(load_estate(whole).agreements), encoding="utf-8")
    for part in ("organisations", "ledger"):
        shutil.copy(root / part / "alder.yaml", fork / part)
    shutil.copy(root / "platform.yaml", fork)
    shutil.copytree(root / "directories", fork / "directories")
    assert load_estate(fork).agreements == load_estate(whole).agreements
    change(fork, "alder", subscriptions=None, offers=None)
    assert not [one for one in load_estate(fork).agreements if "alder" in one.key and one.state == "agreed"]
    change(fork, "alder", subscriptions=[{"provider": "birch", "offer": "pensions"}])
    (waiting,) = [one for one in load_estate(fork).agreements if one.consumer == "alder"]
    assert waiting.todo.startswith("the platform must publish it")
