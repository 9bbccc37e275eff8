"""What a world is read from, and what it answers besides verdicts."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.access.azure import Principal, Request, World, answer, evaluate, judge, operation
from civic.access.verdict import Decision, Grounds
from civic.catalogue.row import words
from civic.plan import Resource
from civic.plan.wire import UNKNOWN, sealed, stored
from tests.civic.access.azure.case import Case, guid, made, resources, scope

READER = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
IDENTITY = scope("$group/providers/Microsoft.ManagedIdentity/userAssignedIdentities/pipeline")
VNET = scope("$vnet")


def identity(object_id: str = guid("pipeline")) -> Resource:
    return made("managedidentity:UserAssignedIdentity", "pipeline", {"resourceName": "pipeline"}, IDENTITY, outputs={"principalId": object_id})


def reading(principal: str, **more: Any) -> Resource:
    inputs = {"principalId": principal, "roleDefinitionId": READER, "scope": scope("$sub"), "roleAssignmentName": guid("a")}
    return made("authorization:RoleAssignment", "reading", inputs, **more)


def asked(principal: Principal, action: str = "Microsoft.Network/virtualNetworks/read", **more: Any) -> Request:
    return Request(principal, action, VNET, **more)


def test_an_identity_is_found_by_urn_by_object_id_and_by_resource_id():
    one = identity()
    world = World.of([one, reading(guid("pipeline"))])
    for key in (one.urn, guid("pipeline").upper(), IDENTITY, IDENTITY.lower()):
        assert evaluate(world, asked(world.principal(key))).allowed
    with pytest.raises(LookupError, match="no managed identity"):
        world.principal("urn:pulumi:stack::project::azure-native:managedidentity:UserAssignedIdentity::other")


def test_an_identity_whose_object_id_is_not_known_yet_is_known_by_where_it_comes_from():
    one = identity(UNKNOWN)
    world = World.of([one, reading(UNKNOWN, property_dependencies={"principalId": (one.urn,)})])
    assert evaluate(world, asked(world.principal(one.urn))).allowed
    assert evaluate(world, asked(Principal(guid("other")))).denied


def test_the_identity_of_a_resource_itself():
    vault = made("dataprotection:BackupVault", "vault", {"identity": {"type": "SystemAssigned, UserAssigned"}}, scope("$vault"))
    with_id = Resource(**{**vars(vault), "outputs": {"identity": {"principalId": guid("own")}}})
    world = World.of([with_id, reading(guid("own"))])
    assert evaluate(world, asked(world.principal(vault.urn))).allowed


def test_a_token_becomes_the_identity_that_trusts_its_issuer_subject_and_audience():
    credential = made(
        "managedidentity:FederatedIdentityCredential",
        "trust",
        {"issuer": "https://pipelines.example", "subject": "repo:a/b:environment:live", "audiences": ["api://AzureADTokenExchange"]},
        f"{IDENTITY}/federatedIdentityCredentials/trust",
    )
    world = World.of([identity(), credential])
    assert [each.object_id for each in world.federated("https://pipelines.example", "repo:a/b:environment:live")] == [guid("pipeline")]
    assert not world.federated("https://pipelines.example", "repo:a/b:environment:LIVE")
    assert not world.federated("https://pipelines.example/", "repo:a/b:environment:live")
    assert not world.federated("https://pipelines.example", "repo:a/b:environment:live", "https://other.example")


def test_a_verdict_names_the_assignment_that_gave_it_and_the_role():
    given = reading(guid("app"))
    assert evaluate(World.of([given]), asked(Principal(guid("app")))).grounds == (Grounds(given.urn, "roleDefinitionId", "Reader"),)


def test_an_assignment_that_is_not_there_yet_gives_nothing():
    given = reading(guid("app"))
    assert evaluate(World.of([given]), asked(Principal(guid("app")), without=frozenset({given.urn}))).denied


def test_a_lock_that_is_gone_holds_nothing():
    case = Case("", {"name": "", "assign": ["app Owner at $sub"], "locks": ["CanNotDelete at $group"]})
    world = World.of(list(resources(case)))
    held = evaluate(world, asked(Principal(guid("app")), "Microsoft.Network/virtualNetworks/delete"))
    assert held.denied
    freed = asked(Principal(guid("app")), "Microsoft.Network/virtualNetworks/delete", without=frozenset({held.grounds[0].urn}))
    assert evaluate(world, freed).allowed


def test_whoever_is_refused_by_a_policy_reads_its_message():
    policy = {"if": {"field": "type", "equals": "Microsoft.Network/virtualNetworks"}, "message": "Ask the platform's team."}
    world = World.of(list(resources(Case("", {"name": "", "assign": ["app Owner at $sub"], "policies": [policy]}))))
    request = asked(Principal(guid("app")), "Microsoft.Network/virtualNetworks/write", properties={})
    assert answer(world, request).message == "Ask the platform's team."
    assert evaluate(world, request).grounds[0].urn.endswith("::policy-0")


def test_what_decided_is_told_with_why_it_was_asked():
    world = World.of(
        list(resources(Case("", {"name": "", "assign": ["app Contributor at $group"]}))), registered={scope("$sub"): ["Microsoft.Network"]}
    )
    properties = {"subnet": {"id": scope("$second/providers/Microsoft.Network/virtualNetworks/v/subnets/s")}}
    request = Request(Principal(guid("app")), "Microsoft.Network/networkInterfaces/write", f"{VNET}-nic", properties=properties)
    judged = judge(world, request)
    assert judged.verdict.denied
    assert (judged.request.action, judged.why) == ("Microsoft.Network/virtualNetworks/subnets/join/action", "spoke-nic refers to it")


@pytest.mark.parametrize(
    ("resource", "verb", "action", "at"),
    [
        (made("network:VirtualNetwork", "v", {}, VNET), "write", "Microsoft.Network/virtualNetworks/write", VNET),
        (made("network/v20230501:VirtualNetwork", "v", {}, VNET), "delete", "Microsoft.Network/virtualNetworks/delete", VNET),
        (made("resources:ResourceGroup", "g", {}, scope("$group")), "read", "Microsoft.Resources/subscriptions/resourceGroups/read", scope("$group")),
        (
            made(
                "authorization:PimRoleEligibilitySchedule",
                "p",
                {},
                f"{scope('$sub')}/providers/Microsoft.Authorization/pimRoleEligibilitySchedules/None",
            ),
            "write",
            "Microsoft.Authorization/roleEligibilityScheduleRequests/write",
            scope("$sub"),
        ),
    ],
)
def test_the_operation_follows_from_the_resource(resource: Resource, verb: Any, action: str, at: str):
    request = operation(resource, verb, Principal("x"))
    assert request
    assert (request.action, request.scope) == (action, at)


def test_what_has_no_id_yet_and_what_is_not_azures_asks_nothing():
    assert operation(made("network:VirtualNetwork", "v", {}, f"{VNET}/{UNKNOWN}"), "write", Principal("x")) is None
    assert operation(Resource("urn:pulumi:s::p::aws:s3/bucket:Bucket::b", "aws:s3/bucket:Bucket", True, id="b"), "write", Principal("x")) is None


def test_a_secret_anywhere_is_unknown_and_no_traceback():
    hidden = stored(sealed("x"))
    role = made("authorization:RoleDefinition", "role", {"roleDefinitionId": guid("r"), "permissions": [{"actions": hidden}], "scope": hidden})
    given = made("authorization:RoleAssignment", "given", {"principalId": hidden, "roleDefinitionId": hidden, "scope": hidden, "condition": hidden})
    rule = made(
        "authorization:PolicyDefinitionAtManagementGroup",
        "rule",
        {"policyRule": hidden},
        scope("$top/providers/Microsoft.Authorization/policyDefinitions/p"),
    )
    policy = made("authorization:PolicyAssignment", "policy", {"scope": scope("$sub"), "policyDefinitionId": rule.id, "policyAssignmentName": "p"})
    world = World.of([role, given, rule, policy])
    assert evaluate(world, asked(Principal(guid("app")), "Microsoft.Network/virtualNetworks/write", properties={})).decision is Decision.UNKNOWN


KINDS = (
    "authorization:RoleDefinition",
    "authorization:RoleAssignment",
    "authorization:PimRoleEligibilitySchedule",
    "authorization:DenyAssignment",
    "authorization:ManagementLockByScope",
    "authorization:PolicyDefinitionAtManagementGroup",
    "authorization:PolicySetDefinitionAtManagementGroup",
    "authorization:PolicyAssignment",
    "authorization:PolicyExemption",
    "management:ManagementGroup",
    "management:ManagementGroupSubscription",
    "managedidentity:UserAssignedIdentity",
    "managedidentity:FederatedIdentityCredential",
    "subscription:Alias",
    "network:PrivateEndpoint",
    "resources:Deployment",
)
KEYS = sorted(
    words(
        """permissions actions notActions scope assignableScopes principalId roleDefinitionId condition conditionVersion principals level
    policyRule if then effect details field value count where equals in allOf anyOf not parameters policyDefinitions
    policyDefinitionId notScopes enforcementMode overrides policyAssignmentId expiresOn parent id identity type properties
    subscriptionId additionalProperties template resources name privateLinkServiceConnections privateLinkServiceId audiences mode
    existenceCondition deployment operations"""
    )
)
WORDS = (
    UNKNOWN,
    "",
    "*",
    "/",
    "$",
    "[",
    "[concat()]",
    "[field('x')]",
    "[parameters(",
    "deny",
    "modify",
    VNET,
    READER,
    guid("app"),
    "Exists @Resource[a]",
    "A[*]",
    "2.0",
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(WORDS) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=400)
@given(
    st.sampled_from(KINDS), st.dictionaries(st.sampled_from(KEYS), values, max_size=8), st.sampled_from(("", VNET, "x", UNKNOWN, f"{VNET}/{UNKNOWN}"))
)
def test_no_plan_however_broken_ends_in_a_traceback(kind: str, inputs: Any, id: str):
    broken = made(kind, "broken", inputs, id, outputs=inputs)
    policy = made(
        "authorization:PolicyAssignment", "assigned", {"scope": scope("$sub"), "policyDefinitionId": VNET, "parameters": inputs.get("parameters")}
    )
    world, problems = World.read([broken, policy], creators={"stack": guid("app")})
    assert all(problem.urn for problem in problems)
    request = operation(made("network:PrivateEndpoint", "e", inputs, VNET), "write", Principal(guid("app")))
    assert request
    judge(world, request)
    own = operation(broken, "write", Principal(guid("app")))
    if own:
        judge(world, own)
