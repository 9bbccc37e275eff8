"""The runs of the example estate's Azure stacks may do what they ask, and each right that makes it so is needed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from civic.access import proof
from civic.access.azure import BLOB_PATH, Principal, Request, World, evaluate, operation
from civic.access.azure.runs import signed_in
from civic.access.azure.state import BLOBS, container_of
from civic.access.verdict import Reason
from civic.plan import Resource
from components.azure.roles import OWNER
from tests.looping import each
from tests.stacks.azure_rights import asks, plans, refusals, runs, without, without_action


def test_whoever_makes_an_azure_subscription_registers_what_the_layers_below_need():
    found = [one for one in refusals(without("-registered")) if one.verdict.reason is Reason.NOT_REGISTERED]
    assert {one.stack.rpartition("-azure-")[2] for one in found} >= {"landing-zone", "applications"}
    assert not [one for one in refusals() if one.verdict.reason is Reason.NOT_REGISTERED]


def test_nobody_but_who_makes_an_azure_subscription_registers_anything_in_it():
    asking = {one.stack.rpartition("-azure-")[2] for one in asks() for asked in one.calls if asked.call.action.endswith("/register/action")}
    assert asking == {"bootstrap", "foundation", "tenancy"}


def test_an_azure_subscription_is_made_by_whom_people_let_and_no_run_moves_one():
    moving = {asked.call.action for one in asks() for asked in one.calls if "/managementGroups/subscriptions/" in asked.call.action}
    assert not moving
    assert not [one for one in refusals() if one.action.startswith(("Microsoft.Subscription/", "Microsoft.Management/"))]


def test_nobody_is_refused_anything():
    assert not [(one.stack, one.action, one.resource, one.verdict.reason) for one in refusals()]


@pytest.mark.parametrize(
    ("action", "layers"),
    [
        ("Microsoft.Storage/storageAccounts/listKeys/action", {"landing-zone", "network", "hosting-a"}),
        ("Microsoft.OperationalInsights/workspaces/sharedKeys/action", {"landing-zone", "applications", "network", "hosting-a"}),
        ("Microsoft.App/managedEnvironments/delete", {"landing-zone", "hosting-a"}),
        ("Microsoft.ManagedIdentity/userAssignedIdentities/delete", {"landing-zone", "hosting-a", "identity", "applications"}),
    ],
)
def test_each_of_these_rights_is_needed(action: str, layers: set[str]):
    found = {one.stack.rpartition("-azure-")[2] for one in refusals(without_action(action)) if one.action.lower() == action.lower()}
    assert found
    assert found <= layers


def test_what_a_data_source_reads_is_asked_of_the_run():
    asked = [
        (one.stack, asked)
        for one in asks()
        for asked in one.calls
        if asked.call.action == "Microsoft.Network/networkInterfaces/read" and "::pulumi:pulumi:Stack::" in asked.urn
    ]
    assert {stack.rpartition("-azure-")[2] for stack, _ in each(asked)} == {"applications"}
    assert all(
        call.call.resource.startswith("/subscriptions/") and "unknown" not in call.call.resource.partition("/resourceGroups/")[0] for _, call in asked
    )
    lacking = refusals(without_action("Microsoft.Network/*/read", "Microsoft.Network/networkInterfaces/read"), {stack for stack, _ in asked})
    assert "Microsoft.Network/networkInterfaces/read" in {one.action for one in lacking}


def test_whoever_makes_a_bodys_azure_subscription_is_its_owner_no_longer_than_it_takes():
    tenancies = {stack: plan for stack, plan in plans().items() if stack.endswith("-tenancy")}
    for stack, plan in each(tenancies.items()):
        (given_up,) = plan.of_type("pulumi-python:dynamic/civic:OwnershipGivenUp")
        assert given_up.inputs["role"] == OWNER
        assert given_up.inputs["principal"] == runs()[stack].principal
        assert given_up.inputs["scope"] == f"/subscriptions/{plan.stack_outputs['tenancy']['subscription']}"
    # What Owner would let through is asked of the run's own role.
    lacking = {one.stack for one in refusals(without_action("Microsoft.Consumption/budgets/write"), tenancies)}
    assert lacking == set(tenancies)


def test_a_lock_goes_before_what_it_locks():
    def alone(resource: Resource) -> Resource:
        return replace(resource, dependencies=()) if resource.type.endswith(":ManagementLockByScope") else resource

    held = {one.stack.rpartition("-azure-")[2] for one in refusals(alone) if one.verdict.reason is Reason.LOCK}
    assert held == {"foundation", "hosting-a", "landing-zone"}


def owner_of(place: str) -> tuple[World, Principal]:
    """The estate with somebody who owns everything there, and who that is."""
    who = Principal("00000000-0000-4000-8000-000000000007")
    urn = "urn:pulumi:test::test::azure-native:authorization:RoleAssignment::owner"
    given = {"principalId": who.object_id, "roleDefinitionId": f"/providers/Microsoft.Authorization/roleDefinitions/{OWNER}", "scope": place}
    resources = [one for stack in asks() for one in stack.carriers if one.type.startswith("azure-native:")]
    return World.of([*resources, Resource(urn, "azure-native:authorization:RoleAssignment", True, given)]), who


def made(kind: str) -> Sequence[Resource]:
    return each(one for plan in plans().values() for one in plan.of_type(kind))


@pytest.mark.parametrize("kind", ["monitor:DiagnosticSetting", "keyvault:Vault", "dbforpostgresql:Server", "dataprotection:BackupVault"])
def test_not_even_an_owner_deletes_these_and_no_run_asks_to(kind: str):
    world, who = owner_of("/")
    bootstrap = plans()["platform-azure-bootstrap"]
    management = "/".join(bootstrap.of_type("azure-native:resources:ResourceGroup")[0].id.split("/")[:3])
    for resource in made(f"azure-native:{kind}"):
        assert resource.retain_on_delete
        request = operation(resource, "delete", who)
        assert request
        # The management Azure subscription is moved under the guardrails by hand: until then whoever owns it is bound by none.
        place = str(resource.inputs.get("resourceUri", resource.id))
        assert place.startswith(management) or evaluate(world, request).denied, resource.urn
    asked = {asked.urn for one in asks() for asked in one.calls if asked.operation == "delete"}
    assert not asked & {resource.urn for resource in made(f"azure-native:{kind}")}


def test_not_even_an_owner_deletes_the_group_around_a_vault():
    world, who = owner_of("/")
    groups = [one for one in made("azure-native:resources:ResourceGroup") if one.name == "cell-a-group"]
    request = operation(groups[0], "delete", who)
    assert request
    assert evaluate(world, request).denied


def test_a_run_writes_its_own_card_and_state_and_reads_no_state_of_others():
    world = proof.worlds(asks(), runs(), whole=True).azure
    for stack, run in each(runs().items()):
        assert run.store
        who = signed_in(world, run)
        assert who
        container = container_of(world, run.store.login)
        other = next(name for name in runs() if name != stack and name.rpartition("-azure-")[2] == "tenancy")
        for path in (f".pulumi/stacks/civic-cloud/{other}.json", f"cards/{other}.json"):
            asked = Request(who.principal, f"{BLOBS}/write", container, data=True, attributes={BLOB_PATH: (path,)})
            assert evaluate(world, asked).denied, (stack, path)


def test_an_operator_of_a_body_fills_its_secrets_and_nobody_reads_them():
    secrets = made("azure-native:keyvault:Secret")
    own = [one for one in secrets if one.urn.startswith("urn:pulumi:kingsmere-")]
    assert own
    assert len(own) < len(secrets)
    operator = plans()["platform-azure-foundation"].named("foundation-access-operator")
    who = Principal("00000000-0000-4000-8000-000000000008")
    kind = "azure-native:authorization:PimRoleEligibilitySchedule"
    scope = "/".join(own[0].id.split("/")[:3])
    given = {"principalId": who.object_id, "roleDefinitionId": operator.id, "scope": scope}
    resources = [one for stack in asks() for one in stack.carriers if one.type.startswith("azure-native:")]
    world = World.of([*resources, Resource(f"urn:pulumi:test::test::{kind}::operator", kind, True, given)])
    for secret in secrets:
        put = Request(who, "Microsoft.KeyVault/vaults/secrets/write", secret.id, properties=secret.inputs, activated=True)
        assert evaluate(world, put).allowed is (secret in own), secret.id
        assert evaluate(world, replace(put, activated=False)).denied
        for read in ("getSecret/action", "backup/action"):
            assert evaluate(world, replace(put, action=f"Microsoft.KeyVault/vaults/secrets/{read}", data=True)).denied
