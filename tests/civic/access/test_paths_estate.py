"""The example estate: two bodies on each cloud, and what a single change of it would open."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from civic.access import paths, proof
from civic.access.asked import StackAsks, asked_by
from civic.access.aws import Principal, Request, evaluate
from civic.access.graph import Graph, NodeKind
from civic.access.path_proof import wrong_paths
from civic.access.paths import Path
from civic.access.places import Place
from civic.access.runs import Run, StateStore
from civic.commands.rights_proof import with_rights
from civic.estate.layers import StackName, reads
from civic.estate.loading import load_estate
from civic.plan import Deployment, Resource
from civic.reports.results import StackResult
from components.state_store import secrets_provider, state_store
from tests.planning import ESTATE, example_estate

BODIES = {"aws": ("eastvale", "northshire"), "azure": ("kingsmere", "tidewatch")}
Change = Callable[[Resource], Resource]


@cache
def _plans() -> Mapping[str, Deployment]:
    return {stack: Deployment.from_json(json.loads(run.plan)) for stack, run in example_estate().items()}


@cache
def _asks() -> tuple[StackAsks, ...]:
    # What is asked for decides nothing here: who may what does.
    return tuple(replace(asked_by(stack, plan), calls=()) for stack, plan in _plans().items())


@cache
def _runs() -> Mapping[str, Run]:
    return {stack: _run(StackName.parse(stack)) for stack in _plans() if StackName.parse(stack).layer != "bootstrap"}


def _run(name: StackName) -> Run:
    estate = load_estate(ESTATE)
    section = estate.platform.cloud(name.cloud)
    assert section is not None
    layer = "foundation" if name.layer == "identity" else name.layer
    bodys = name.owner != "platform" and name.layer != "identity"
    maker = StackName(name.owner, name.cloud, "identity") if bodys else StackName("platform", name.cloud, "bootstrap")
    card: Mapping[str, Any] = _plans()[str(maker)].stack_outputs
    store = state_store(name.cloud, estate.platform.code, section.home)
    secrets = secrets_provider(name.cloud, estate.platform.code, section.home, name.layer, str(name))
    return Run(
        str(name),
        name.cloud,
        section.pipeline.issuer,
        section.pipeline.subject(layer, name.owner if bodys else ""),
        card["clients"][layer],
        principal=card["runs" if bodys else "pipelines"][layer],
        store=StateStore("civic-cloud", store.login, store.cards, secrets, tuple(map(str, reads(name, estate)))),
    )


def _places() -> dict[str, Place]:
    return {stack: Place(StackName.parse(stack).owner, StackName.parse(stack).layer) for stack in _plans()}


def _graph(change: Change | None = None) -> Graph:
    asks = [replace(each, carriers=tuple(map(change, each.carriers))) for each in _asks()] if change else _asks()
    return paths.graph(proof.worlds(asks, _runs(), whole=True), asks, _runs(), _places())


def _sideways(change: Change | None = None) -> list[Path]:
    return paths.sideways(_graph(change))


def _upward(cloud: str, change: Change | None = None) -> list[tuple[str, str, str]]:
    """Who starts, by what last step, and what kind of end."""
    found = [path for path in paths.upward(_graph(change)) if _is_on(path, cloud)]
    return [(path.start.name.rpartition("/")[2], path.steps[-1].how, path.end.kind.value) for path in found]


def _between(found: list[Path], cloud: str) -> set[tuple[str, str]]:
    one, other = BODIES[cloud]
    wrong = [path for path in found if _is_on(path, cloud)]
    ends = {(path.start.place.owner, end.place.owner) for path in wrong for end in (path.end, *path.others)}
    return ends & {(one, other), (other, one)}


def _is_on(path: Path, cloud: str) -> bool:
    return path.start.id.startswith("arn:") == (cloud == "aws")


def _rewritten(name: str, key: str, old: str, new: str) -> Change:
    """A change of a part of one text of the resources of a name. What it replaces must be there."""

    def change(resource: Resource) -> Resource:
        if resource.name != name or key not in resource.inputs:
            return resource
        text = str(resource.inputs[key])
        assert old in text, text
        return replace(resource, inputs={**resource.inputs, key: text.replace(old, new)})

    return change


def test_every_body_has_its_place_and_no_run_of_one_reaches_anything_of_another():
    graph = _graph()
    owners = {node.place.owner for reach in graph.reaches for node in reach.nodes.values()}
    assert {body for pair in BODIES.values() for body in pair} < owners
    found = paths.sideways(graph)
    for cloud in BODIES:
        assert _between(found, cloud) == set()


def test_a_trust_that_names_another_bodys_run_is_found():
    trust = _rewritten("northshire-deploy", "assumeRolePolicy", "civic-run/northshire/ccp-northshire-run", "civic-run/eastvale/ccp-eastvale-run")
    rights = _rewritten("eastvale-runs-landing-zone-rights", "policy", "role/civic/eastvale/civic-deploy", "role/civic/*/civic-deploy")
    assert ("eastvale", "northshire") in _between(_sideways(lambda resource: trust(rights(resource))), "aws")
    assert ("eastvale", "northshire") not in _between(_sideways(rights), "aws"), "the trust alone holds it"


def test_a_wildcard_in_the_path_of_a_state_is_found():
    wild = _rewritten(
        "eastvale-runs-tenancy-rights", "policy", "stacks/civic-cloud/eastvale-aws-tenancy.json", "stacks/civic-cloud/*-aws-tenancy.json"
    )
    assert ("eastvale", "northshire") in _between(_sideways(wild), "aws")


def test_an_encryption_context_that_is_dropped_is_found():
    def change(resource: Resource) -> Resource:
        if resource.name != "eastvale-runs-tenancy-rights":
            return resource
        document = json.loads(str(resource.inputs["policy"]))
        statement = next(one for one in document["Statement"] if one["Sid"] == "Secrets")
        del statement["Condition"]
        return replace(resource, inputs={**resource.inputs, "policy": json.dumps(document)})

    found = [path for path in _sideways(change) if path.end.kind is NodeKind.STATE_SECRETS]
    assert {path.start.place.owner for path in found} == {"eastvale"}


def test_a_condition_on_blobs_that_is_widened_is_found():
    names = [
        each.name
        for stack in _asks()
        for each in stack.carriers
        if each.inputs.get("condition") and "stacks/civic-cloud/kingsmere-azure-tenancy.json" in str(each.inputs)
    ]
    assert names
    wide = _rewritten(names[0], "condition", "stacks/civic-cloud/kingsmere-azure-tenancy.json", "stacks/civic-cloud/*-azure-tenancy.json")
    assert ("kingsmere", "tidewatch") in _between(_sideways(wide), "azure")


# Upward


def _statement(name: str, sid: str, change: Callable[[dict[str, Any]], None]) -> Change:
    """A change of one statement of the policy of a resource of a name. It must be there."""

    def changed(resource: Resource) -> Resource:
        key = "content" if "content" in resource.inputs else "policy"
        if resource.name != name or key not in resource.inputs:
            return resource
        document = json.loads(str(resource.inputs[key]))
        found = [one for one in document["Statement"] if one.get("Sid") == sid]
        assert found, document
        change(found[0])
        return replace(resource, inputs={**resource.inputs, key: json.dumps(document)})

    return changed


def test_no_run_on_aws_becomes_or_reaches_what_is_above_it():
    assert _upward("aws") == []


def test_a_tenants_role_that_no_guardrail_holds_is_found():
    # Another reserved path: the roles of tenants are then as any other.
    loose = _statement("foundation-guardrail-tenants", "TenantsMakeTheirOwnRoles", lambda one: one.update(Action=["iam:CreateUser"]))
    assert ("civic-hosting", "makes a role with every right", "administration") in _upward("aws", loose)


def test_control_of_every_key_of_an_account_is_found():
    for layer in ("hosting", "network"):
        wide = _statement(f"foundation-{layer}-rights", "OwnKeys", lambda one: one.pop("Condition"))
        assert (f"civic-{layer}", "rewrites the key's policy", "key") in _upward("aws", wide)


def test_a_layer_tags_no_key_of_another_layer_as_its_own():
    world = proof.worlds(_asks(), _runs(), whole=True).aws
    for layer in ("hosting", "network"):
        role = next(arn for arn in world.identities if arn.endswith(f":role/civic/civic-{layer}"))
        account = world.identities[role].account
        keys = [arn for arn, one in world.owned.items() if one.type == "aws:kms/key:Key" and one.account == account]
        layers = {arn: world.tags[arn]["layer"] for arn in keys}
        assert {layer, "foundation"} == set(layers.values())
        for arn, made_by in layers.items():
            tag = Request(Principal.role(role), "kms:TagResource", arn, context={"aws:requesttag/layer": (layer,)})
            assert evaluate(world, tag).allowed is (made_by == layer), arn


def _changed(name: str, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Change:
    """A change of the inputs of the resources of a name."""
    return lambda resource: replace(resource, inputs={**resource.inputs, **change(resource.inputs)}) if resource.name == name else resource


def test_no_run_on_azure_becomes_or_reaches_what_is_above_it():
    assert _upward("azure") == []


def test_a_writer_of_flow_logs_that_anything_may_bear_is_found():
    loose = _changed("foundation-guardrail-flow-writer", lambda _: {"enforcementMode": "DoNotEnforce"})
    assert ("ccp-kingsmere-run-landing-zone", "reads it", "data") in _upward("azure", loose)


def test_handing_out_roles_in_a_whole_azure_subscription_is_found():
    wide = _changed("kingsmere-right-application", lambda inputs: {"scope": str(inputs["scope"]).partition("/resourceGroups/")[0]})
    assert ("ccp-kingsmere-run-applications", "reads it", "secret") in _upward("azure", wide)


def test_putting_any_identity_on_what_one_runs_is_found():
    def more(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        (permission,) = inputs["permissions"]
        return {
            "permissions": [{**permission, "actions": [*permission["actions"], "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action"]}]
        }

    assert ("ccp-kingsmere-run-applications", "is its administrator", "data") in _upward("azure", _changed("kingsmere-role-beside", more))


# In 'civic plan' and 'civic check'


def _told(change: Change | None = None, without: str = "") -> set[tuple[str, str]]:
    """Rules and stacks of what a plan of the estate says of rights, with one stack left out."""
    asks = [replace(each, carriers=tuple(map(change, each.carriers))) if change else each for each in _asks() if each.stack != without]
    results = [StackResult(each.stack) for each in asks]
    return {(one.rule, one.stack) for result in with_rights(results, asks, load_estate(ESTATE), "civic-cloud") for one in result.findings}


def test_a_plan_of_the_whole_estate_says_which_paths_must_not_be():
    assert _told() == set()
    wide = _statement("foundation-hosting-rights", "OwnKeys", lambda one: one.pop("Condition"))
    assert _told(wide) == {("access-no-path-upward", "platform-aws-foundation")}
    # Who may become whom is not said by a part of the estate.
    assert "access-no-path-upward" not in {rule for rule, _ in _told(wide, without="harbours-azure-applications")}


def _more(actions: list[str], resource: str) -> Change:
    def change(one: Resource) -> Resource:
        if one.name != "foundation-network-rights" or "policy" not in one.inputs:
            return one
        document = json.loads(str(one.inputs["policy"]))
        document["Statement"].append({"Effect": "Allow", "Action": actions, "Resource": resource})
        return replace(one, inputs={**one.inputs, "policy": json.dumps(document)})

    return change


@pytest.mark.parametrize("action", ["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"])
def test_a_right_to_rewrite_what_is_above_is_found_though_a_guardrail_stops_it(action: str):
    assert _upward("aws", _more([action], "*")) == [], "the guardrail stops it"
    held = paths.held_by_guardrails_alone(_graph(_more([action], "*")))
    assert {path.start.name.rpartition("/")[2] for path in held} == {"civic-network"}
    assert _told(_more([action], "*")) == {("access-own-rights-narrow", "platform-aws-foundation")}


def test_a_right_that_a_guardrail_does_not_stop_is_told_once_as_the_path_that_it_is():
    assert _told(_more(["iam:CreateRole", "iam:PutRolePolicy"], "*")) == {("access-no-path-upward", "platform-aws-foundation")}


def test_nobody_in_the_example_is_held_by_a_guardrail_alone():
    assert paths.held_by_guardrails_alone(_graph()) == []
    assert paths.held_by_guardrails_alone(_graph(_more(["iam:PutRolePolicy"], "arn:aws:iam::*:role/of-nobody/*"))) == []


def test_several_processes_find_the_same_paths():
    wide = _statement("foundation-hosting-rights", "OwnKeys", lambda one: one.pop("Condition"))
    graph = _graph(wide)
    one, several = wrong_paths(graph, 1), wrong_paths(_graph(wide), 3)
    assert one[0]
    assert [(path.start.id, path.end.id) for path in several[0]] == [(path.start.id, path.end.id) for path in one[0]]
    assert several[1] == one[1] == []
