"""What holds of every world, however it is made up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from civic.access.azure import Principal, Request, World, evaluate
from civic.access.verdict import Decision
from civic.plan import Resource
from civic.plan.wire import UNKNOWN
from tests.civic.access.azure.case import Case, guid, made, scope
from tests.civic.access.azure.case import resources as made_up

RANK = {Decision.DENIED: 0, Decision.UNKNOWN: 1, Decision.ALLOWED: 2}
PLACES = ("$tenant", "$root", "$top", "$bodies", "$platform", "$sub", "$other", "$group", "$second", "$vnet", "$subnet")
BELOW: Mapping[str, str] = {
    "$tenant": "$root",
    "$root": "$top",
    "$top": "$bodies",
    "$bodies": "$sub",
    "$sub": "$group",
    "$group": "$vnet",
    "$vnet": "$subnet",
}
"""A scope that lies in another one."""
ASKED = ("$sub", "$group", "$second", "$vnet", "$subnet")
ACTIONS = (
    "Microsoft.Network/virtualNetworks/read",
    "Microsoft.Network/virtualNetworks/write",
    "Microsoft.Network/virtualNetworks/subnets/delete",
    "Microsoft.Authorization/roleAssignments/write",
    "Microsoft.Storage/storageAccounts/listKeys/action",
)
PATTERNS = (*ACTIONS, "*", "*/read", "Microsoft.Network/*", "Microsoft.Network/*/write", "Microsoft.Authorization/*", "*/delete")
CONDITIONS = (
    "",
    "@Resource[team] StringEquals 'a'",
    "NOT @Resource[team] StringEquals 'a'",
    "!(ActionMatches{'Microsoft.Network/*'}) OR @Resource[team] StringLike 'a*'",
    "Exists @Resource[team] AND @Resource[size] NumericLessThan 5",
    "@Resource[team] ForAnyOfAnyValues:StringEquals {'a', 'b'}",
)
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {"@resource[team]": ("a",), "@resource[size]": ("7",)}
TREE = list(made_up(Case("", {"name": "tree"})))

patterns = st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3)
permissions = st.fixed_dictionaries({"actions": patterns, "notActions": st.lists(st.sampled_from(PATTERNS), max_size=2)})
grants = st.fixed_dictionaries({"permission": permissions, "place": st.sampled_from(PLACES[2:]), "condition": st.sampled_from(CONDITIONS)})
denials = st.fixed_dictionaries({"permission": permissions, "place": st.sampled_from(PLACES[2:]), "condition": st.sampled_from(CONDITIONS)})
locks = st.tuples(st.sampled_from(("CanNotDelete", "ReadOnly")), st.sampled_from(ASKED))
rules = st.recursive(
    st.fixed_dictionaries(
        {
            "field": st.sampled_from(("type", "name", "location", "tags.env", "Microsoft.Network/virtualNetworks/size")),
            "equals": st.sampled_from(("Microsoft.Network/virtualNetworks", "spoke", "uksouth", "live", 3)),
        }
    )
    | st.fixed_dictionaries({"field": st.sampled_from(("tags.env", "Microsoft.Network/virtualNetworks/size")), "exists": st.booleans()})
    | st.fixed_dictionaries({"field": st.just("Microsoft.Network/virtualNetworks/names[*]"), "like": st.sampled_from(("a*", "*b", "c"))})
    | st.fixed_dictionaries(
        {
            "count": st.just(
                {
                    "field": "Microsoft.Network/virtualNetworks/names[*]",
                    "where": {"field": "Microsoft.Network/virtualNetworks/names[*]", "contains": "a"},
                }
            ),
            "greater": st.integers(0, 2),
        }
    ),
    lambda inner: (
        st.fixed_dictionaries({"allOf": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"not": inner})
    ),
    max_leaves=5,
)
bodies = st.fixed_dictionaries(
    {
        "location": st.sampled_from(("uksouth", "ukwest")),
        "tags": st.dictionaries(st.just("env"), st.sampled_from(("live", "test"))),
        "properties": st.fixed_dictionaries({"size": st.integers(1, 4), "names": st.lists(st.sampled_from(("a", "ab", "c")), max_size=3)}),
    }
)
worlds = st.fixed_dictionaries(
    {
        "grants": st.lists(grants, min_size=1, max_size=4),
        "denials": st.lists(denials, max_size=2),
        "locks": st.lists(locks, max_size=2, unique=True),
        "rules": st.lists(rules, max_size=2),
    }
)
asking = st.tuples(st.sampled_from(ACTIONS), st.sampled_from(ASKED), st.booleans(), bodies)


def role(number: int, grant: Mapping[str, Any], assignable: str = "$top") -> Resource:
    """A role of its own for each grant, so that no two are the same assignment."""
    inputs = {"roleDefinitionId": guid(f"role-{number}"), "permissions": [grant["permission"]], "assignableScopes": [scope(assignable)]}
    return made("authorization:RoleDefinition", f"role-{number}", inputs)


def assignment(number: int, grant: Mapping[str, Any], **changes: Any) -> Resource:
    inputs = {
        "principalId": guid("app"),
        "roleDefinitionId": f"/providers/Microsoft.Authorization/roleDefinitions/{guid(f'role-{number}')}",
        "scope": scope(grant["place"]),
        "condition": grant["condition"] or None,
        "roleAssignmentName": guid(f"assignment-{number}"),
    }
    return made("authorization:RoleAssignment", f"assignment-{number}", {**inputs, **changes})


def denial(number: int, deny: Mapping[str, Any]) -> Resource:
    everybody = [{"id": "00000000-0000-0000-0000-000000000000"}]
    inputs = {"scope": scope(deny["place"]), "permissions": [deny["permission"]], "principals": everybody, "condition": deny["condition"] or None}
    return made("authorization:DenyAssignment", f"deny-{number}", inputs)


def lock(number: int, level: str, place: str) -> Resource:
    return made("authorization:ManagementLockByScope", f"lock-{number}", {"level": level, "scope": scope(place), "lockName": f"lock-{number}"})


def policy(number: int, rule: Any) -> Sequence[Resource]:
    place = f"{scope('$top')}/providers/Microsoft.Authorization/policyDefinitions/p-{number}"
    definition = {"policyRule": {"if": rule, "then": {"effect": "deny"}}, "mode": "All"}
    assigned = {"scope": scope("$bodies"), "policyDefinitionId": place, "policyAssignmentName": f"p-{number}"}
    return (
        made("authorization:PolicyDefinitionAtManagementGroup", f"definition-{number}", definition, place),
        made("authorization:PolicyAssignment", f"policy-{number}", assigned),
    )


def resources(world: Mapping[str, Any]) -> list[Resource]:
    given = list(TREE)
    for number, grant in enumerate(world["grants"]):
        # A role is assignable at its own scope alone: a management group beside another one may not be named with it.
        given += [role(number, grant, grant["place"]), assignment(number, grant)]
    given += [denial(number, deny) for number, deny in enumerate(world["denials"])]
    given += [lock(number, *each) for number, each in enumerate(world["locks"])]
    for number, rule in enumerate(world["rules"]):
        given += policy(number, rule)
    return given


def request(asked: tuple[str, str, bool, Any]) -> Request:
    action, place, told, body = asked
    return Request(Principal(guid("app")), action, scope(place), properties=body, attributes=ATTRIBUTES if told else {})


def rank(given: Sequence[Resource], asked: Request) -> int:
    return RANK[evaluate(World.of(given), asked).decision]


@given(worlds, asking, denials)
def test_a_deny_never_adds(world: Any, asked: Any, deny: Any):
    given = resources(world)
    assert rank([*given, denial(9, deny)], request(asked)) <= rank(given, request(asked))


@given(worlds, asking)
def test_a_deny_of_everything_never_loses(world: Any, asked: Any):
    everything = {"permission": {"actions": ["*"]}, "place": "$top", "condition": ""}
    assert rank([*resources(world), denial(9, everything)], request(asked)) == RANK[Decision.DENIED]


@given(worlds, asking, grants)
def test_an_assignment_never_takes_away(world: Any, asked: Any, grant: Any):
    given = resources(world)
    more = [*given, role(9, grant, grant["place"]), assignment(9, grant)]
    assert rank(more, request(asked)) >= rank(given, request(asked))


@given(worlds, asking, st.data())
def test_not_actions_never_add(world: Any, asked: Any, data: st.DataObject):
    number = data.draw(st.integers(0, len(world["grants"]) - 1))
    grant = world["grants"][number]
    without = {**grant, "permission": {**grant["permission"], "notActions": []}}
    wider = {**world, "grants": [without if each is grant else each for each in world["grants"]]}
    assert rank(resources(world), request(asked)) <= rank(resources(wider), request(asked))


@given(worlds, asking, st.data())
def test_narrowing_a_scope_never_adds(world: Any, asked: Any, data: st.DataObject):
    number = data.draw(st.integers(0, len(world["grants"]) - 1))
    grant = world["grants"][number]
    narrower = {**grant, "place": BELOW.get(grant["place"], grant["place"])}
    narrowed = {**world, "grants": [narrower if each is grant else each for each in world["grants"]]}
    assert rank(resources(narrowed), request(asked)) <= rank(resources(world), request(asked))


@given(worlds, asking, locks)
def test_a_lock_never_adds(world: Any, asked: Any, locked: Any):
    given = resources(world)
    assert rank([*given, lock(9, *locked)], request(asked)) <= rank(given, request(asked))


@given(worlds, asking, rules)
def test_a_policy_that_denies_never_adds(world: Any, asked: Any, rule: Any):
    given = resources(world)
    assert rank([*given, *policy(9, rule)], request(asked)) <= rank(given, request(asked))


@given(worlds, asking, st.sampled_from(("principalId", "scope", "condition", "roleDefinitionId")), st.data())
def test_what_is_certain_of_an_unknown_assignment_is_certain_whatever_it_turns_out(world: Any, asked: Any, hidden: str, data: st.DataObject):
    number = data.draw(st.integers(0, len(world["grants"]) - 1))
    given = resources(world)
    grant = world["grants"][number]
    less = [assignment(number, grant, **{hidden: UNKNOWN}) if each.name == f"assignment-{number}" else each for each in given]
    found = rank(less, request(asked))
    assert found in (RANK[Decision.UNKNOWN], rank(given, request(asked)))


@given(worlds, asking)
def test_what_is_certain_without_attributes_is_certain_with_them(world: Any, asked: Any):
    given = resources(world)
    untold = replace(request(asked), attributes={})
    assert rank(given, untold) in (RANK[Decision.UNKNOWN], rank(given, replace(untold, attributes=ATTRIBUTES)))


@settings(max_examples=200)
@given(st.lists(rules, min_size=1, max_size=2), bodies, st.sampled_from(("location", "tags", "size", "names", "member", "all")))
def test_what_is_certain_of_an_unknown_body_is_certain_whatever_it_turns_out(denied: Any, body: Any, hidden: str):
    owner = {"permission": {"actions": ["*"]}, "place": "$sub", "condition": ""}
    given = resources({"grants": [owner], "denials": [], "locks": [], "rules": denied})
    asked = request(("Microsoft.Network/virtualNetworks/write", "$vnet", True, body))
    assert rank(given, replace(asked, properties=without(body, hidden))) in (RANK[Decision.UNKNOWN], rank(given, asked))


def without(body: Mapping[str, Any], hidden: str) -> Mapping[str, Any] | None:
    """The body with something in it not known."""
    if hidden == "all":
        return None
    if hidden in ("location", "tags"):
        return {**body, hidden: UNKNOWN}
    inner = dict(body["properties"])
    if hidden == "member":
        inner["names"] = [UNKNOWN, *inner["names"][1:]] if inner["names"] else inner["names"]
    else:
        inner[hidden] = UNKNOWN
    return {**body, "properties": inner}
