"""Shared and dedicated hosting on AWS, planned by the real stacks: it hangs together, and no body reaches another."""

import json
from collections.abc import Mapping

import pytest

from civic.estate.layers import StackName
from civic.plan import Deployment, Resource
from policies import check, rules_for
from tests.looping import each
from tests.planning import plans_of
from tests.stacks.hosted import CELL, PRIORITIES, hosted

NEIGHBOURS = (("north", "north-shire"), ("north-shire", "north"))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Deployment]:
    runs = plans_of(hosted(tmp_path_factory.mktemp("hosted")))
    assert not {name: run.error for name, run in runs.items() if run.error}
    return {name: Deployment.from_json(json.loads(run.plan)) for name, run in runs.items()}


@pytest.fixture(scope="module")
def cell(plans: Mapping[str, Deployment]) -> Deployment:
    return plans[f"platform-aws-hosting-{CELL}"]


def rules(plan: Deployment) -> list[Resource]:
    tokens = [f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule" for direction in ("Ingress", "Egress")]
    return [rule for token in tokens for rule in plan.of_type(token)]


def own_groups(plan: Deployment) -> set[str]:
    return {str(group.id) for group in plan.of_type("aws:ec2/securityGroup:SecurityGroup")}


def test_no_plan_has_a_finding(plans: Mapping[str, Deployment]):
    found = [finding for name, plan in plans.items() for finding in check(plan, rules_for(StackName.parse(name).cloud), stack_name=name)]
    assert found == []


def test_the_platforms_contact_is_told_of_a_shared_cell(cell: Deployment):
    assert cell.named(f"cell-{CELL}-alarms-to-contact").inputs["endpoint"] == "platform@commons.example"
    topic = cell.named(f"cell-{CELL}-alarms").outputs["arn"]
    assert all(alarm.inputs["alarmActions"] == [topic] for alarm in cell.of_type("aws:cloudwatch/metricAlarm:MetricAlarm"))


@pytest.mark.parametrize("slug", PRIORITIES)
def test_alarms_of_a_shared_application_reach_its_body(plans: Mapping[str, Deployment], slug: str):
    zone, plan = plans[f"{slug}-aws-landing-zone"], plans[f"{slug}-aws-applications"]
    topic = zone.stack_outputs["alarms"]
    alarms = plan.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert [alarm.inputs["alarmActions"] for alarm in each(alarms)] == [[topic]] * len(alarms)
    (policy,) = (one for one in zone.of_type("aws:sns/topicPolicy:TopicPolicy") if one.inputs["arn"] == topic)
    let_in = {entry["Sid"]: entry for entry in json.loads(policy.inputs["policy"])["Statement"]}
    assert let_in["SharedHosting"]["Condition"]["ArnLike"]["aws:SourceArn"].endswith(f":alarm:civic/*/{slug}/*")


@pytest.mark.parametrize("slug", PRIORITIES)
def test_a_shared_application_stands_in_the_cell(plans: Mapping[str, Deployment], cell: Deployment, slug: str):
    plan = plans[f"{slug}-aws-applications"]
    card = cell.stack_outputs["cell"]
    rule = plan.named(f"{slug}-forms-rule").inputs
    assert (rule["listenerArn"], rule["priority"]) == (card["listener"], PRIORITIES[slug])
    assert rule["conditions"] == [{"hostHeader": {"values": [f"forms-{slug}.apps.commons.example"]}}]
    assert plan.named(f"{slug}-forms-service").inputs["cluster"] == card["cluster"]
    assert plan.stack_outputs["applications"] == {"forms": f"https://forms-{slug}.apps.commons.example"}


@pytest.mark.parametrize("slug", PRIORITIES)
def test_a_shared_application_is_made_as_its_tenant_alone(plans: Mapping[str, Deployment], cell: Deployment, slug: str):
    plan = plans[f"{slug}-aws-applications"]
    (tenant,) = [provider for provider in plan.of_type("pulumi:providers:aws") if provider.name.startswith(f"tenant-{slug}-")]
    (role,) = json.loads(tenant.inputs["assumeRoles"])
    assert role["roleArn"] == cell.stack_outputs["cell"]["tenants"][slug]
    resources = [resource for resource in plan if resource.custom and resource.type.startswith("aws:")]
    assert resources
    assert all(f"::{tenant.name}::" in resource.provider for resource in resources)


@pytest.mark.parametrize(("slug", "neighbour"), NEIGHBOURS)
def test_no_rule_of_one_body_reaches_another(plans: Mapping[str, Deployment], cell: Deployment, slug: str, neighbour: str):
    plan, card = plans[f"{slug}-aws-applications"], cell.stack_outputs["cell"]
    (own,) = own_groups(plan)
    common = {card["entry_group"], card["database_group"]}
    for rule in rules(plan):
        ends = {rule.inputs["securityGroupId"], rule.inputs.get("referencedSecurityGroupId")} - {None}
        assert own in ends, f"{rule.name} opens what is not the body's own"
        assert ends <= {own, *common}
    assert not own_groups(plan) & own_groups(plans[f"{neighbour}-aws-applications"])


@pytest.mark.parametrize(("slug", "neighbour"), NEIGHBOURS)
def test_no_role_of_one_body_names_another(plans: Mapping[str, Deployment], slug: str, neighbour: str):
    plan, other = plans[f"{slug}-aws-applications"], plans[f"{neighbour}-aws-applications"]
    theirs = {str(resource.outputs["arn"]) for resource in other if "arn" in resource.outputs}
    for resource in plan.of_type("aws:iam/rolePolicy:RolePolicy"):
        assert not [arn for arn in theirs if arn in resource.inputs["policy"]], resource.name
        assert f"/{neighbour}/" not in resource.inputs["policy"]
    assert not {str(resource.outputs["arn"]) for resource in plan if "arn" in resource.outputs} & theirs


@pytest.mark.parametrize("slug", PRIORITIES)
def test_what_a_body_makes_lies_where_its_tenants_role_allows(plans: Mapping[str, Deployment], slug: str):
    plan = plans[f"{slug}-aws-applications"]
    for role in each(plan.of_type("aws:iam/role:Role")):
        assert role.inputs["path"] == f"/civic-body/{slug}/"
        assert role.inputs["permissionsBoundary"].endswith(f":policy/civic-tenant/{slug}/ccp-{slug}-{CELL}")
    assert all(group.inputs["name"].startswith(f"/civic/{CELL}/{slug}/") for group in plan.of_type("aws:cloudwatch/logGroup:LogGroup"))
    assert all(secret.inputs["name"].startswith(f"civic/{CELL}/{slug}/") for secret in plan.of_type("aws:secretsmanager/secret:Secret"))


def test_a_bodys_own_cell_runs_its_applications(plans: Mapping[str, Deployment]):
    zone, plan = plans["eastvale-aws-landing-zone"], plans["eastvale-aws-applications"]
    card = zone.stack_outputs["hosting"]["dedicated"]
    assert plan.named("eastvale-forms-rule").inputs["listenerArn"] == card["listener"]
    assert plan.stack_outputs["applications"] == {"forms": "https://forms.apps.eastvale.example"}
    assert plan.named("eastvale-forms-to-outside").inputs["cidrIpv4"] == "0.0.0.0/0"
    assert plan.named("eastvale-forms-alarm-errors").inputs["alarmActions"] == [zone.stack_outputs["alarms"]]
    assert zone.named("eastvale-hosting-database").protect


def test_a_cells_network_reaches_what_its_applications_need(plans: Mapping[str, Deployment], cell: Deployment):
    for plan, stem in ((cell, f"cell-{CELL}-connection"), (plans["eastvale-aws-landing-zone"], "eastvale-connection")):
        for service in ("ecr-api", "ecr-dkr", "logs", "secretsmanager", "kms"):
            assert plan.named(f"{stem}-{service}").inputs["privateDnsEnabled"] is True
        assert plan.named(f"{stem}-s3").inputs["vpcEndpointType"] == "Gateway"


def test_applications_reach_the_endpoints_of_their_own_network(plans: Mapping[str, Deployment], cell: Deployment):
    ranges = {subnet.inputs["cidrBlock"] for subnet in cell.of_type("aws:ec2/subnet:Subnet") if "-endpoint-" in subnet.name}
    plan = plans["north-aws-applications"]
    opened = {rule.inputs["cidrIpv4"] for rule in rules(plan) if rule.inputs.get("cidrIpv4")}
    assert opened == ranges


def test_runs_of_applications_alone_may_act_as_a_tenant(plans: Mapping[str, Deployment]):
    identity, bootstrap = plans["north-aws-identity"], plans["platform-aws-bootstrap"]
    for layer, allowed in (("applications", True), ("landing-zone", False), ("tenancy", False)):
        assert (":role/civic-tenant/north/*" in identity.named(f"north-runs-{layer}-rights").inputs["policy"]) is allowed
    assert ":role/civic-tenant/" not in bootstrap.named("bootstrap-pipeline-hosting-rights").inputs["policy"]
