"""Hosting on Azure as the real stacks make it: two tenants of a shared cell, and a body with its own."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from civic.plan import Deployment
from policies import check, rules_for
from tests import forms
from tests.civic.records.estates import empty, joined
from tests.looping import each
from tests.planning import plans_of

CELL = "10.192.0.0/22"
MANIFEST = {
    **forms.MANIFEST,
    "needs": ["postgresql", "storage"],
    "database": {"host_variable": "DB_HOST", "name_variable": "DB_NAME", "user_variable": "DB_USER", "password_variable": "DB_PASSWORD"},
    "storage_variable": "UPLOADS",
    "secrets": ["SIGNING_KEY"],
}
TENANTS = ("kingsmere", "millbrook")
OWN = "tidewatch"


def _change(path: Path, **values: object) -> None:
    found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    # JSON is YAML, and quotes everything that must be.
    path.write_text(json.dumps({key: value for key, value in {**found, **values}.items() if value is not None}), encoding="utf-8")


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Deployment]:
    root = empty(tmp_path_factory.mktemp("azure"))
    joined(root, *TENANTS, OWN, cloud="azure")
    platform = YAML(typ="safe").load((root / "platform.yaml").read_text(encoding="utf-8"))
    azure, people = platform["azure"], [grant for grant in platform["access"] if grant["cloud"] == "azure"]
    certificate = "https://commons-tls.vault.azure.net/secrets/apps"
    azure["cells"] = {"main": {"region": "uksouth", "range": CELL, "domain": "apps.commons.example", "certificate": certificate}}
    _change(root / "platform.yaml", azure=azure, aws=None, access=people, postgres_image=f"ghcr.io/tools/postgres@sha256:{forms.DIGEST}")
    store = root / "applications" / "forms" / "1.4.0.yaml"
    store.parent.mkdir(parents=True)
    store.write_text(json.dumps(MANIFEST), encoding="utf-8")
    chosen = [{"name": "forms", "version": "1.4.0"}]
    for place, slug in enumerate(TENANTS):
        _change(root / "organisations" / f"{slug}.yaml", hosting={"placement": "shared"}, applications=chosen)
        on = "2026-11-24"
        _change(
            root / "ledger" / f"{slug}.yaml",
            cells=[{"cell": "main", "cloud": "azure", "on": on}],
            listeners=[{"application": "forms", "cloud": "azure", "cell": "main", "priority": 100 + place, "on": on}],
        )
    own = {"placement": "dedicated", "domain": "apps.tidewatch.example", "certificate": "https://tidewatch-tls.vault.azure.net/secrets/apps"}
    _change(root / "organisations" / f"{OWN}.yaml", hosting=own, applications=chosen)
    runs = plans_of(root)
    assert not {name: run.error for name, run in runs.items() if run.error}
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in runs.items()}


def test_every_stack_is_planned(plans: Mapping[str, Deployment]):
    assert {"platform-azure-hosting-main", "kingsmere-azure-applications", "tidewatch-azure-applications"} <= plans.keys()


def test_no_plan_has_a_finding(plans: Mapping[str, Deployment]):
    found = [finding for name, plan in plans.items() for finding in check(plan, rules_for("azure"), stack_name=name)]
    assert found == []


def _scopes(plan: Deployment) -> set[str]:
    return {right.inputs["scope"] for right in plan.of_type("azure-native:authorization:RoleAssignment")}


def _groups(plan: Deployment) -> set[str]:
    """Every resource group that the plan writes into."""
    return {resource.inputs["resourceGroupName"] for resource in plan if "resourceGroupName" in resource.inputs}


def test_tenants_are_isolated_from_each_other(plans: Mapping[str, Deployment]):
    groups = plans["platform-azure-hosting-main"].stack_outputs["cell"]["tenants"]
    assert sorted(groups) == sorted(TENANTS)
    assert len(set(groups.values())) == len(TENANTS)
    for slug in TENANTS:
        plan = plans[f"{slug}-azure-applications"]
        assert _groups(plan) == {groups[slug]}
        assert all(f"/resourceGroups/{groups[slug]}/" in scope for scope in _scopes(plan))
        (other,) = set(TENANTS) - {slug}
        assert groups[other] not in json.dumps([resource.inputs for resource in plan])


def test_tenants_share_a_server_but_no_database_login_or_secret(plans: Mapping[str, Deployment]):
    told = {}
    for slug in TENANTS:
        (container,) = plans[f"{slug}-azure-applications"].named(f"{slug}-forms-app").inputs["template"]["containers"]
        told[slug] = {entry["name"]: entry.get("value") for entry in container["env"]}
    one, other = (told[slug] for slug in TENANTS)
    assert one["DB_HOST"] == other["DB_HOST"] == plans["platform-azure-hosting-main"].stack_outputs["cell"]["database_host"]
    for key in ("DB_NAME", "DB_USER", "UPLOADS"):
        assert one[key] != other[key]
    vaults = {plans[f"{slug}-azure-applications"].named(f"{slug}-forms-vault").id for slug in TENANTS}
    assert len(vaults) == len(TENANTS)


def test_a_neighbour_in_the_environment_may_not_call(plans: Mapping[str, Deployment]):
    entry = plans["platform-azure-hosting-main"].named("cell-main-connection-entry-region").inputs["addressPrefix"]
    for slug in TENANTS:
        ingress = plans[f"{slug}-azure-applications"].named(f"{slug}-forms-app").inputs["configuration"]["ingress"]
        assert [rule["ipAddressRange"] for rule in ingress["ipSecurityRestrictions"]] == [entry]


def test_hosts_are_under_the_environments_suffix_and_lead_to_the_entry(plans: Mapping[str, Deployment]):
    cell = plans["platform-azure-hosting-main"]
    suffix = cell.named("cell-main-environment").inputs["customDomainConfiguration"]["dnsSuffix"]
    for slug in TENANTS:
        plan = plans[f"{slug}-azure-applications"]
        name = plan.named(f"{slug}-forms-app").inputs["containerAppName"]
        assert plan.stack_outputs["applications"]["forms"] == f"https://{name}.{suffix}"
    linked = cell.named("cell-main-zone-link-resolver").inputs["virtualNetwork"]["id"]
    assert linked == plans["platform-azure-network"].named("hub-uksouth-dns-network").id
    assert plans["platform-azure-network"].named(f"hub-uksouth-dns-ask-{suffix}").inputs["domainName"] == f"{suffix}."


def test_dedicated_hosting_stays_in_the_bodys_own_tenancy(plans: Mapping[str, Deployment]):
    tenancy = plans[f"{OWN}-azure-tenancy"].stack_outputs["tenancy"]["subscription"]
    for layer in ("landing-zone", "applications"):
        plan = plans[f"{OWN}-azure-{layer}"]
        assert all(f"/subscriptions/{tenancy}/" in scope for scope in _scopes(plan))
        for resource in (
            plan.of_type(
                "azure-native:app:ContainerApp",
            )
            if layer == "applications"
            else plan.of_type("azure-native:app:ManagedEnvironment")
        ):
            assert resource.id.startswith(f"/subscriptions/{tenancy}/")
    environment = plans[f"{OWN}-azure-landing-zone"].named(f"{OWN}-hosting-environment").id
    assert plans[f"{OWN}-azure-applications"].named(f"{OWN}-forms-app").inputs["environmentId"] == environment


def test_each_role_that_a_cell_hands_out_is_one_that_the_foundation_lets_it(plans: Mapping[str, Deployment]):
    allowed = plans["platform-azure-foundation"].named("foundation-right-hosting").inputs["condition"]
    for right in each(plans["platform-azure-hosting-main"].of_type("azure-native:authorization:RoleAssignment")):
        assert right.inputs["roleDefinitionId"].rsplit("/", 1)[1] in allowed, right.name
    deploys = plans[f"{OWN}-azure-tenancy"].named(f"{OWN}-right-deploy").inputs["condition"]
    for right in each(plans[f"{OWN}-azure-landing-zone"].of_type("azure-native:authorization:RoleAssignment")):
        assert right.inputs["roleDefinitionId"].rsplit("/", 1)[1] in deploys, right.name
    applications = plans[f"{OWN}-azure-tenancy"].named(f"{OWN}-right-application").inputs["condition"]
    for slug in (*TENANTS, OWN):
        for right in each(plans[f"{slug}-azure-applications"].of_type("azure-native:authorization:RoleAssignment")):
            assert right.inputs["roleDefinitionId"].rsplit("/", 1)[1] in applications, right.name


def test_the_hubs_firewall_lets_the_machinery_of_hosting_out_and_nothing_more(plans: Mapping[str, Deployment]):
    text = json.dumps([group.inputs for group in plans["platform-azure-network"].of_type("azure-native:network:FirewallPolicyRuleCollectionGroup")])
    assert "cell-main" in text
    assert f"{OWN}-hosting" in text
    assert "mcr.microsoft.com" in text
