"""A case of Azure's evaluation, written in sentences, as the resources of a plan and a request.

``assign`` and ``eligible`` hold sentences ``WHO ROLE at SCOPE [if CONDITION]``, ``locks`` ``LEVEL at SCOPE``, ``ask`` ``ACTION on SCOPE``. A role is a
built-in one by name, or one of ``roles`` by key. A text that begins with ``$`` is a scope of ``SCOPES`` or lies in one: ``$group/providers/...``.

The tree: the tenant's root management group, in it ``$top``, in that ``$bodies`` with ``$sub`` and ``$platform`` with ``$other``. ``$loose`` is
placed nowhere by the plan.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from civic.access.azure import Principal, Request, World, attribute
from civic.access.azure.builtin_roles import ROLES
from civic.catalogue.row import words
from civic.plan import Resource
from civic.plan.wire import UNKNOWN

FOLDER = Path(__file__).parent / "cases"
TENANT = "00000000-1111-4000-8000-000000000000"
NETWORK = "$group/providers/Microsoft.Network"
GROUPS = "/providers/Microsoft.Management/managementGroups/"
SCOPES: Mapping[str, str] = {
    "$tenant": "/",
    "$root": GROUPS + TENANT,
    "$top": GROUPS + "top",
    "$bodies": GROUPS + "bodies",
    "$platform": GROUPS + "platform",
    "$sub": "/subscriptions/11111111-1111-4111-8111-111111111111",
    "$other": "/subscriptions/22222222-2222-4222-8222-222222222222",
    "$loose": "/subscriptions/33333333-3333-4333-8333-333333333333",
}
SHORT: Mapping[str, str] = {
    "$group": "$sub/resourceGroups/data",
    "$second": "$sub/resourceGroups/second",
    "$far": "$other/resourceGroups/shared",
    "$vnet": "$sub/resourceGroups/data/providers/Microsoft.Network/virtualNetworks/spoke",
    "$subnet": "$sub/resourceGroups/data/providers/Microsoft.Network/virtualNetworks/spoke/subnets/a",
    "$store": "$sub/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/blobs",
    "$container": "$sub/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/blobs/blobServices/default/containers/state",
    "$vault": "$sub/resourceGroups/data/providers/Microsoft.KeyVault/vaults/keys",
    "$machine": "$sub/resourceGroups/data/providers/Microsoft.Compute/virtualMachines/one",
}
NAMESPACES = words(
    """Microsoft.App Microsoft.Compute Microsoft.ContainerRegistry Microsoft.DataProtection Microsoft.Insights Microsoft.KeyVault
    Microsoft.ManagedIdentity Microsoft.Management Microsoft.Network Microsoft.OperationalInsights Microsoft.Storage"""
)
"""Registered in every Azure subscription of the tree, where a case says nothing else."""
KEYS = words(
    """name says found who groups assign eligible deny locks roles policies exemptions resources creators registered no_tree ask data properties
    attributes suboperation activated at judged expect decided_by needs later fault in"""
)
SPACE = uuid.UUID(int=7)
BUILT_IN = {role.name: role.guid for role in ROLES.values()}


@dataclass(frozen=True)
class Case:
    """One case; ``data`` as the file has it."""

    kind: str
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        return f"{self.kind}: {self.data['name']}"

    def get(self, key: str, default: Any = None) -> Any:
        return self.data.get(key, default)


def cases(*kinds: str) -> list[Case]:
    """Every case of every file, or of these. Fails where there is none: a test that loops over nothing proves nothing."""
    found = [
        Case(path.stem, entry)
        for path in sorted(FOLDER.glob("*.yaml"))
        if not kinds or path.stem in kinds
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    assert found
    return found


def guid(name: str) -> str:
    """The object id or role id that a name stands for."""
    return name if len(name) == 36 and name.count("-") == 4 else str(uuid.uuid5(SPACE, name))


def scope(text: str) -> str:
    """A scope with its names put in."""
    for table in (SHORT, SCOPES):
        name, slash, rest = text.partition("/")
        if name in table:
            text = f"{table[name]}{slash}{rest}".replace("//", "/")
    return text


def filled(value: Any) -> Any:
    """A value with every scope in it put in, ``<unknown>`` made what a plan has for it, and ``<long>`` a long condition."""
    if isinstance(value, str):
        marks = {"<unknown>": UNKNOWN, "<long>": f"Exists @Resource[a]{' ' * 9_000}"}
        return marks.get(value) or (scope(value) if value.startswith("$") else value)
    if isinstance(value, Mapping):
        return {scope(key) if isinstance(key, str) and key.startswith("$") else key: filled(inner) for key, inner in value.items()}
    return [filled(inner) for inner in value] if isinstance(value, list) else value


def role_id(name: str) -> str:
    return f"/providers/Microsoft.Authorization/roleDefinitions/{BUILT_IN.get(name) or guid(name)}"


def made(kind: str, name: str, inputs: Mapping[str, Any], id: str = "", **more: Any) -> Resource:
    token = f"azure-native:{kind}"
    urn = f"urn:pulumi:stack::project::{token}::{name}"
    given = {key: value for key, value in inputs.items() if value is not None}
    return Resource(urn, token, True, given, {**given, **more.pop("outputs", {})}, id, source=f"program.py:{len(name)}", **more)


def world(case: Case) -> World:
    registered = filled(case.get("registered", {key: sorted(NAMESPACES) for key in ("$sub", "$other")}))
    return World.of(list(resources(case)), creators=creators(case), registered=registered)


def creators(case: Case) -> dict[str, str]:
    return {stack: guid(who) for stack, who in case.get("creators", {}).items()}


def resources(case: Case) -> Iterator[Resource]:
    """The case's world as a plan has it."""
    yield from _tree(case)
    for key, role in case.get("roles", {}).items():
        yield _role(key, role)
    for field, kind in (("assign", "RoleAssignment"), ("eligible", "PimRoleEligibilitySchedule")):
        for number, entry in enumerate(case.get(field, ())):
            yield _assignment(f"{field}-{number}", kind, entry)
    for number, entry in enumerate(case.get("deny", ())):
        yield _deny(number, entry)
    for number, sentence in enumerate(case.get("locks", ())):
        level, _, at = sentence.partition(" at ")
        inputs = {"level": level, "scope": scope(at), "lockName": f"lock-{number}"}
        yield made(
            "authorization:ManagementLockByScope", f"lock-{number}", inputs, f"{scope(at)}/providers/Microsoft.Authorization/locks/lock-{number}"
        )
    yield from _policies(case)
    for number, entry in enumerate(case.get("resources", ())):
        yield made(
            entry["kind"],
            entry.get("name", f"resource-{number}"),
            filled(entry.get("inputs", {})),
            filled(entry.get("id", "")),
            outputs=filled(entry.get("outputs", {})),
            property_dependencies={key: tuple(urns) for key, urns in entry.get("from", {}).items()},
        )


def _tree(case: Case) -> Iterator[Resource]:
    if case.get("no_tree"):
        return
    for name, above in (("top", TENANT), ("bodies", "top"), ("platform", "top")):
        inputs = {"groupId": name, "details": {"parent": {"id": GROUPS + above}}}
        yield made("management:ManagementGroup", name, inputs, GROUPS + name)
    for name, group in (("$sub", "bodies"), ("$other", "platform")):
        place = f"{GROUPS}{group}/subscriptions/{SCOPES[name].rpartition('/')[2]}"
        yield made("management:ManagementGroupSubscription", f"place-{group}", {"groupId": group}, place)


def _role(key: str, role: Mapping[str, Any]) -> Resource:
    lists = (("actions", "actions"), ("not", "notActions"), ("data", "dataActions"), ("not_data", "notDataActions"))
    permission = {to: role[of].split() if isinstance(role[of], str) else role[of] for of, to in lists if of in role}
    assignable = [scope(each) for each in role.get("assignable", ["$top"])]
    inputs = {
        "roleDefinitionId": guid(key),
        "roleName": key,
        "permissions": filled(role.get("permissions", [permission])),
        "assignableScopes": assignable,
        "scope": assignable[0],
    }
    return made(
        "authorization:RoleDefinition", f"role-{key}", inputs, f"{assignable[0]}/providers/Microsoft.Authorization/roleDefinitions/{guid(key)}"
    )


def _assignment(name: str, kind: str, entry: Any) -> Resource:
    if isinstance(entry, Mapping):
        inputs = {"roleAssignmentName": guid(name), **filled(entry)}
        return made(
            f"authorization:{kind}", name, inputs, f"{inputs.get('scope', '')}/providers/Microsoft.Authorization/roleAssignments/{guid(name)}"
        )
    sentence, _, condition = entry.partition(" if ")
    given, _, at = sentence.partition(" at ")
    who, _, role = given.partition(" ")
    inputs = {
        "principalId": guid(who),
        "roleDefinitionId": role_id(role),
        "scope": scope(at),
        "roleAssignmentName": guid(name),
        "condition": condition or None,
        "conditionVersion": "2.0" if condition else None,
    }
    return made(f"authorization:{kind}", name, inputs, f"{scope(at)}/providers/Microsoft.Authorization/roleAssignments/{guid(name)}")


def _deny(number: int, entry: Mapping[str, Any]) -> Resource:
    lists = (("actions", "actions"), ("not", "notActions"), ("data", "dataActions"), ("not_data", "notDataActions"))
    principals = [{"id": "00000000-0000-0000-0000-000000000000" if who == "everybody" else guid(who)} for who in entry["to"]]
    inputs = {
        "scope": scope(entry["at"]),
        "permissions": [{to: entry[of].split() for of, to in lists if of in entry}],
        "principals": principals,
        "excludePrincipals": [{"id": guid(who)} for who in entry.get("except", ())],
        "doNotApplyToChildScopes": entry.get("here_alone"),
        "condition": entry.get("if"),
        "denyAssignmentEffect": entry.get("effect"),
    }
    return made("authorization:DenyAssignment", f"deny-{number}", inputs)


def _policies(case: Case) -> Iterator[Resource]:
    for number, policy in enumerate(case.get("policies", ())):
        name, at = f"policy-{number}", scope(policy.get("at", "$bodies"))
        definition = policy.get("definition") or f"{SCOPES['$top']}/providers/Microsoft.Authorization/policyDefinitions/{name}"
        if "if" in policy or "rule" in policy:
            rule = filled(policy.get("rule") or {"if": policy["if"], "then": policy.get("then", {"effect": "deny"})})
            inputs = {"policyRule": rule, "mode": policy.get("mode", "All"), "parameters": policy.get("parameters"), "policyDefinitionName": name}
            yield made("authorization:PolicyDefinitionAtManagementGroup", f"definition-{number}", inputs, definition)
        if "members" in policy:
            inputs = {
                "policyDefinitions": filled(policy["members"]),
                "parameters": policy.get("set_parameters"),
                "policySetDefinitionName": f"set-{number}",
            }
            yield made(
                "authorization:PolicySetDefinitionAtManagementGroup",
                f"set-{number}",
                inputs,
                f"{SCOPES['$top']}/providers/Microsoft.Authorization/policySetDefinitions/set-{number}",
            )
            definition = f"{SCOPES['$top']}/providers/Microsoft.Authorization/policySetDefinitions/set-{number}"
        if policy.get("unassigned"):
            continue
        identity = {"type": "SystemAssigned"} if policy.get("identity") else None
        inputs = {
            "scope": at,
            "policyAssignmentName": policy.get("called", name),
            "policyDefinitionId": definition,
            "parameters": {key: {"value": filled(value)} for key, value in policy.get("given", {}).items()} or None,
            "notScopes": filled(policy.get("not_scopes")),
            "enforcementMode": filled(policy.get("enforcement")),
            "identity": identity,
            "overrides": policy.get("overrides"),
            "resourceSelectors": policy.get("selectors"),
            "nonComplianceMessages": [{"message": policy["message"]}] if "message" in policy else None,
        }
        own = {"identity": {"principalId": guid(policy["identity"])}} if identity else {}
        yield made("authorization:PolicyAssignment", name, inputs, f"{at}/providers/Microsoft.Authorization/policyAssignments/{name}", outputs=own)
    for number, exemption in enumerate(case.get("exemptions", ())):
        inputs = {
            "scope": scope(exemption["at"]),
            "policyAssignmentId": f"{scope(exemption.get('of_at', '$bodies'))}/providers/Microsoft.Authorization/policyAssignments/{exemption.get('of', 'policy-0')}",
            "policyDefinitionReferenceIds": exemption.get("references"),
            "expiresOn": exemption.get("expires"),
        }
        yield made("authorization:PolicyExemption", f"exemption-{number}", inputs)


def request(case: Case, **changes: Any) -> Request:
    action, _, at = case.get("ask").partition(" on ")
    given = case.get("attributes", {})
    attributes = {attribute(*key.split(" ", 1)): tuple(map(str, value)) if isinstance(value, list) else (str(value),) for key, value in given.items()}
    values: dict[str, Any] = {
        "principal": Principal(guid(case.get("who", "app")), frozenset(guid(group) for group in case.get("groups", ()))),
        "action": action,
        "scope": scope(at),
        "data": bool(case.get("data")),
        "properties": filled(case.get("properties")),
        "attributes": attributes,
        "suboperation": case.get("suboperation", ""),
        "activated": bool(case.get("activated")),
        "at": case.get("at", ""),
    }
    return Request(**{**values, **changes})
