"""Each kind of step on Azure: a small estate in which the path is there, and the one change that stops it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from civic.access import paths, proof
from civic.access.asked import StackAsks
from civic.access.graph import Graph
from civic.access.path_texts import answer_lines
from civic.access.runs import Run, StateStore
from civic.plan import Resource
from tests.civic.access.azure.case import guid
from tests.civic.access.path_estates import ISSUER, STACKS

SUBSCRIPTIONS = {body: f"/subscriptions/{guid(f'subscription {body}')}" for body in ("a", "b", "platform")}
GROUPS = {body: f"{scope}/resourceGroups/things" for body, scope in SUBSCRIPTIONS.items()}
OWNER, READER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "acdd72a7-3385-48ef-bd42-f606fba81ae7"
ZONE, TENANCY, APPLICATIONS, OTHERS = "a-azure-landing-zone", "a-azure-tenancy", "a-azure-applications", "b-azure-landing-zone"
ACCOUNT = f"{GROUPS['platform']}/providers/Microsoft.Storage/storageAccounts/state"
CONTAINER = f"{ACCOUNT}/blobServices/default/containers/state"
PATH = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path]"
ROLE = "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId]"


class Estate:
    """Resources by stack, and the runs that act as identities."""

    def __init__(self) -> None:
        self.resources: dict[str, list[Resource]] = {}
        self.runs: dict[str, Run] = {}
        for body, scope in SUBSCRIPTIONS.items():
            stack = "platform-azure-bootstrap" if body == "platform" else f"{body}-azure-tenancy"
            self.add(stack, "resources:ResourceGroup", f"{body}-things", {"resourceGroupName": "things"}, f"{scope}/resourceGroups/things")
        self.add("platform-azure-bootstrap", "storage:StorageAccount", "state", {"allowSharedKeyAccess": False}, ACCOUNT)

    def add(self, stack: str, kind: str, name: str, inputs: Mapping[str, Any], id: str, **outputs: Any) -> Resource:
        token = f"azure-native:{kind}"
        made = Resource(f"urn:pulumi:{stack}::project::{token}::{name}", token, True, dict(inputs), {**inputs, **outputs}, id, source=f"{stack}.py:1")
        self.resources.setdefault(stack, []).append(made)
        return made

    def identity(self, stack: str, name: str, body: str = "a", *, runs: bool = True) -> str:
        """A managed identity; ``runs``: the stack's run acts as it. Returns its resource id."""
        place = f"{GROUPS[body]}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}"
        outputs = {"principalId": guid(name), "clientId": guid(f"client {name}")}
        self.add(stack, "managedidentity:UserAssignedIdentity", name, {"resourceName": name}, place, **outputs)
        if runs:
            store = StateStore(
                "project", "azblob://state?storage_account=state", "azblob://state/cards?storage_account=state", "azurekeyvault://v/keys/k"
            )
            self.runs[stack] = Run(stack, "azure", ISSUER, stack, outputs["clientId"], outputs["principalId"], store)
        return place

    def give(
        self, who: str, scope: str, *actions: str, data: bool = False, condition: str = "", role: str = "", without: tuple[str, ...] = ()
    ) -> None:
        """A role of these actions (or a built-in one) at a scope."""
        stack, key = "platform-azure-foundation", f"{who} {scope} {actions} {role}"
        if not role:
            role = guid(f"role {key}")
            permission = {"dataActions": [*actions], "notDataActions": [*without]} if data else {"actions": [*actions], "notActions": [*without]}
            definition = {"roleDefinitionId": role, "roleName": key, "permissions": [permission], "assignableScopes": [*SUBSCRIPTIONS.values()]}
            place = f"{SUBSCRIPTIONS['a']}/providers/Microsoft.Authorization/roleDefinitions/{role}"
            self.add(stack, "authorization:RoleDefinition", key, definition, place)
        inputs = {"principalId": guid(who), "principalType": "ServicePrincipal", "scope": scope, "roleAssignmentName": guid(key)}
        inputs["roleDefinitionId"] = f"/providers/Microsoft.Authorization/roleDefinitions/{role}"
        more = {"condition": condition, "conditionVersion": "2.0"} if condition else {}
        place = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{guid(key)}"
        self.add(stack, "authorization:RoleAssignment", key, {**inputs, **more}, place)

    def graph(self) -> Graph:
        asks = [StackAsks(stack, (), tuple(made), {}, {}, {}, {}) for stack, made in self.resources.items()]
        return paths.graph(proof.worlds(asks, self.runs, whole=False), asks, self.runs, STACKS)


def found(estate: Estate) -> set[str]:
    """Every path, as END by HOW of the last step."""
    graph = estate.graph()
    every = (*paths.upward(graph), *paths.sideways(graph))
    return {f"{end.name}: {path.steps[-1].how}" for path in every for end in (path.end, *path.others)}


Build = Callable[[Estate, bool], None]
BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"


def assigning(estate: Estate, stopped: bool) -> None:
    estate.identity(ZONE, "deploy")
    only = f"(!(ActionMatches{{'Microsoft.Authorization/roleAssignments/write'}}) OR {ROLE} ForAnyOfAnyValues:GuidEquals {{{READER}}})"
    estate.give("deploy", SUBSCRIPTIONS["a"], "Microsoft.Authorization/roleAssignments/write", condition=only if stopped else "")


def defining(estate: Estate, stopped: bool) -> None:
    estate.identity(ZONE, "deploy")
    for scope in [*SUBSCRIPTIONS.values()][: 2 if stopped else 3]:
        estate.give("deploy", scope, "Microsoft.Authorization/roleDefinitions/write")


def federating(estate: Estate, stopped: bool) -> None:
    estate.identity(ZONE, "deploy")
    estate.identity(TENANCY, "tenancy")
    kept = ("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/*",) if stopped else ()
    estate.give("deploy", GROUPS["a"], "Microsoft.ManagedIdentity/*", without=kept)


def putting_on(estate: Estate, stopped: bool) -> None:
    estate.identity(ZONE, "deploy")
    estate.identity(OTHERS, "theirs", "b")
    estate.give("deploy", GROUPS["b"], "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action")
    estate.give("deploy", GROUPS["a"], "Microsoft.App/containerApps/read" if stopped else "Microsoft.App/containerApps/write")


def ordering(estate: Estate, stopped: bool) -> None:
    estate.identity(APPLICATIONS, "application")
    tenancy = estate.identity(TENANCY, "tenancy")
    machine = f"{GROUPS['a']}/providers/Microsoft.Compute/virtualMachines/one"
    estate.add(ZONE, "compute:VirtualMachine", "one", {"identity": {"type": "UserAssigned", "userAssignedIdentities": [tenancy]}}, machine)
    kept = ("Microsoft.Compute/virtualMachines/runCommand/action",) if stopped else ()
    estate.give("application", GROUPS["a"], "Microsoft.Compute/virtualMachines/*/action", without=kept)


def elevating(estate: Estate, stopped: bool) -> None:
    estate.identity(ZONE, "deploy")
    estate.give("deploy", "/", role=READER if stopped else OWNER)


def secret(estate: Estate, stopped: bool) -> None:
    estate.identity(APPLICATIONS, "application")
    vault = f"{GROUPS['a']}/providers/Microsoft.KeyVault/vaults/held"
    estate.add(ZONE, "keyvault:Vault", "held", {"vaultName": "held"}, vault)
    action = "Microsoft.KeyVault/vaults/secrets/getSecret/action"
    estate.give("application", f"{vault}/secrets/mine" if stopped else vault, action, data=True)


def state(estate: Estate, stopped: bool) -> None:
    estate.identity(ZONE, "deploy")
    estate.identity(OTHERS, "theirs", "b")
    mine = f"{PATH} StringLike '.pulumi/stacks/project/{'a' if stopped else '*'}-azure-landing-zone.json'"
    estate.give("deploy", CONTAINER, f"{BLOBS}/read", data=True, condition=mine)


def card(estate: Estate, stopped: bool) -> None:
    estate.identity(ZONE, "deploy")
    estate.identity(OTHERS, "theirs", "b")
    mine = f"!(ActionMatches{{'{BLOBS}/write'}}) OR {PATH} StringEquals 'cards/{'a' if stopped else 'b'}-azure-landing-zone.json'"
    estate.give("deploy", CONTAINER, f"{BLOBS}/write", data=True, condition=mine)


def account_keys(estate: Estate, stopped: bool) -> None:
    estate.identity(ZONE, "deploy")
    place = f"{GROUPS['b']}/providers/Microsoft.Storage/storageAccounts/theirs"
    estate.add(OTHERS, "storage:StorageAccount", "theirs", {"allowSharedKeyAccess": not stopped}, place)
    estate.give("deploy", GROUPS["b"], "Microsoft.Storage/storageAccounts/listKeys/action")


def database(estate: Estate, stopped: bool) -> None:
    estate.identity(APPLICATIONS, "application")
    place = f"{GROUPS['a']}/providers/Microsoft.DBforPostgreSQL/flexibleServers/shared"
    estate.add(ZONE, "dbforpostgresql:Server", "shared", {"serverName": "shared"}, place)
    estate.give("application", GROUPS["a"], f"Microsoft.DBforPostgreSQL/flexibleServers/{'databases' if stopped else 'administrators'}/write")


def guardrail(estate: Estate, stopped: bool) -> None:
    estate.identity(ZONE, "deploy")
    place = f"{SUBSCRIPTIONS['a']}/providers/Microsoft.Authorization/policyAssignments/regions"
    inputs = {
        "policyAssignmentName": "regions",
        "scope": SUBSCRIPTIONS["a"],
        "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/x",
    }
    estate.add("platform-azure-foundation", "authorization:PolicyAssignment", "regions", inputs, place)
    actions = ("Microsoft.Authorization/policyExemptions/write", "Microsoft.Authorization/policyAssignments/exempt/action")
    estate.give("deploy", SUBSCRIPTIONS["a"], *actions[: 1 if stopped else 2])


def _lower(text: str) -> str:
    return text.lower()


STEPS: list[tuple[Build, str]] = [
    (assigning, f"administration of Azure subscription {_lower(SUBSCRIPTIONS['a'])}: gives itself every role"),
    (federating, "tenancy: makes a credential by which it signs in as it"),
    (putting_on, "theirs: puts it on what it runs"),
    (ordering, "tenancy: gives orders to what bears it"),
    (elevating, "administration of everything: elevates its access to everything"),
    (secret, f"{_lower(GROUPS['a'])}/providers/microsoft.keyvault/vaults/held: reads it"),
    (state, "state of b-azure-landing-zone: reads it"),
    (card, "card of b-azure-landing-zone: writes it"),
    (account_keys, f"{_lower(GROUPS['b'])}/providers/microsoft.storage/storageaccounts/theirs: lists its keys"),
    (database, f"{_lower(GROUPS['a'])}/providers/microsoft.dbforpostgresql/flexibleservers/shared: makes itself its administrator"),
    (guardrail, f"guardrail regions: exempts {_lower(SUBSCRIPTIONS['a'])} from it"),
]


@pytest.mark.parametrize(("build", "path"), STEPS, ids=[build.__name__ for build, _ in STEPS])
def test_a_path_is_found_and_one_change_stops_it(build: Build, path: str):
    open_, stopped = Estate(), Estate()
    build(open_, False)
    build(stopped, True)
    assert path in found(open_)
    assert found(stopped) == set()


def test_a_role_that_somebody_holds_is_rewritten_where_it_is_assignable():
    open_, stopped = Estate(), Estate()
    defining(open_, False)
    defining(stopped, True)
    assert any("rewrites the role" in one for one in found(open_))
    assert found(stopped) == set()


def test_whoever_makes_an_azure_subscription_owns_it():
    estate = Estate()
    estate.identity(TENANCY, "tenancy")
    alias = {"aliasName": "b", "properties": {"displayName": "b"}}
    made = {"properties": {"subscriptionId": SUBSCRIPTIONS["b"].rpartition("/")[2]}}
    estate.resources["b-azure-tenancy"] = []
    estate.add("b-azure-tenancy", "subscription:Alias", "b", alias, "/providers/Microsoft.Subscription/aliases/b", **made)
    estate.runs["b-azure-tenancy"] = Run("b-azure-tenancy", "azure", ISSUER, "b", guid("client tenancy"), guid("tenancy"))
    assert any(guid("subscription b") in one for one in found(estate))


def test_the_shortest_way_and_what_stops_another():
    estate = Estate()
    federating(estate, False)
    graph = estate.graph()
    answer = paths.path(graph, guid("deploy"), guid("tenancy"))
    assert [step.target.name for step in answer.steps] == ["tenancy"]
    assert "federatedIdentityCredentials/write" in "\n".join(answer_lines(answer, {}))
    back = paths.path(graph, guid("tenancy"), guid("deploy"))
    assert not back.steps
    assert any("nothing allows it" in line for line in answer_lines(back, {}))
