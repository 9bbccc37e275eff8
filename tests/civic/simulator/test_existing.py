"""What a cloud holds already is refused when it is made again, with what to do instead; by both engines."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from civic.plan.wire import UNKNOWN
from civic.simulator import create, invoke, refused_at_creation
from civic.simulator.aws.existing import EXISTING as ON_AWS
from civic.simulator.azure.existing import EXISTING as ON_AZURE
from civic.simulator.existing import Brings, Existing, bring, collisions
from civic.simulator.sdk import resource_class
from civic.simulator.state import NotThere
from civic.simulator.world import World
from tests.civic.simulator.support import ACCOUNT, AWS, AZURE, OTHER, clouds, urn
from tests.looping import each

DETECTOR, ADMIN = "aws:guardduty/detector:Detector", "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount"
ROLE, MEMBER = "aws:iam/role:Role", "aws:organizations/account:Account"
WATCHER, NETWORK = "azure-native:network:NetworkWatcher", "azure-native:network:VirtualNetwork"
BROUGHT = Existing(
    what="the detector",
    types=(DETECTOR,),
    scope="region",
    brought_by=(Brings(type=ADMIN, place="{adminAccountId}"),),
    instead="make it first",
    source="a page",
)


def test_what_comes_with_a_designation_is_there_in_that_account_and_region():
    at = clouds()
    assert collisions([BROUGHT], DETECTOR, {}, at, AWS) == []
    bring([BROUGHT], ADMIN, {"adminAccountId": ACCOUNT}, at, OTHER)
    assert collisions([BROUGHT], DETECTOR, {}, at, AWS) == [], "it is in the region of the designation"
    assert collisions([BROUGHT], DETECTOR, {}, at, OTHER) == [], "and not in the account that designates"
    assert "make it first" in collisions([BROUGHT], DETECTOR, {"region": "eu-west-1"}, at, AWS)[0].reason


def test_what_many_have_is_there_only_where_much_exists():
    at, entry = clouds(), Existing(what="a password policy", types=(ROLE,), scope="account", instead="adopt it", source="a page", many=True)
    assert collisions([entry], ROLE, {}, at, AWS) == []
    at.much_exists = True
    assert "adopt it" in collisions([entry], ROLE, {}, at, AWS)[0].reason


def test_what_many_have_is_in_no_account_that_was_just_made():
    at = clouds()
    at.much_exists = True
    create(MEMBER, urn(MEMBER), {"name": "one", "email": "one@example.org"}, at, AWS)
    (made,) = [thing.id for thing in at.world.things.values()]
    at.add_provider("inside", {"region": "eu-west-2", "allowedAccountIds": [made]})
    recorder, named = "aws:cfg/recorder:Recorder", {"name": "civic", "roleArn": "arn:aws:iam::111122223333:role/r"}
    assert refused_at_creation(recorder, urn(recorder), named, at, "inside") == []
    (failure,) = refused_at_creation(recorder, urn(recorder), named, at, AWS)
    assert "call it default too" in failure.reason
    assert refused_at_creation(recorder, urn(recorder), {**named, "name": "default"}, at, AWS) == []


def test_where_much_exists_there_is_an_organisation_and_it_is_found():
    at, token, question = clouds(), "aws:organizations/organization:Organization", "aws:organizations/getOrganization:getOrganization"
    assert refused_at_creation(token, urn(token), {"featureSet": "ALL"}, at, AWS) == []
    at.today = date(2026, 11, 24)
    with pytest.raises(NotThere, match="not a member"):
        invoke(question, {}, at, AWS)
    at.much_exists = True
    assert "existing: {organisation: true}" in refused_at_creation(token, urn(token), {"featureSet": "ALL"}, at, AWS)[0].reason
    assert invoke(question, {}, at, AWS)["roots"][0]["id"].startswith("r-")


DESIGNATIONS = {
    "guardduty": ("aws:guardduty/organizationAdminAccount:OrganizationAdminAccount", {"adminAccountId": ACCOUNT}),
    "securityhub": ("aws:securityhub/organizationAdminAccount:OrganizationAdminAccount", {"adminAccountId": ACCOUNT}),
    "access-analyzer": (
        "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
        {"accountId": ACCOUNT, "servicePrincipal": "access-analyzer.amazonaws.com"},
    ),
}


@pytest.mark.parametrize("service", DESIGNATIONS)
def test_where_much_exists_detection_has_an_administrator(service: str):
    at, (token, inputs) = clouds(), DESIGNATIONS[service]
    assert refused_at_creation(token, urn(token), inputs, at, AWS) == []
    at.much_exists = True
    assert f"'detection: [{service}]'" in refused_at_creation(token, urn(token), inputs, at, AWS)[0].reason


def test_only_what_is_alike_is_meant():
    entry = Existing(what="the default", types=(ROLE,), scope="account", like={"tags.kind": "default.*"}, instead="rename", source="a page")
    assert collisions([entry], ROLE, {"tags": {"kind": "default-1"}}, clouds(), AWS)
    for other in ({"tags": {"kind": "other"}}, {}, {"tags": {"kind": UNKNOWN}}):
        assert collisions([entry], ROLE, other, clouds(), AWS) == []


def test_an_account_brings_its_first_role():
    at = clouds()
    at.add_provider("new", {"region": "eu-west-2", "allowedAccountIds": ["222233334444"]})
    create(MEMBER, urn(MEMBER), {"name": "one", "email": "one@example.org", "roleName": "civic-administration"}, at, AWS)
    (ident,) = {key[2] for key in at.world.brought if "civic-administration" in key}
    at.add_provider("inside", {"region": "eu-west-2", "allowedAccountIds": [ident]})
    assert "another name" in refused_at_creation(ROLE, urn(ROLE), {"name": "civic-administration"}, at, "inside")[0].reason
    assert refused_at_creation(ROLE, urn(ROLE), {"name": "other"}, at, "inside") == []
    assert refused_at_creation(ROLE, urn(ROLE), {"name": "civic-administration"}, at, "new") == []


def test_a_network_brings_the_watcher_of_its_location():
    at, network = clouds(), {"virtualNetworkName": "v", "resourceGroupName": "g", "location": "uksouth"}
    assert refused_at_creation(WATCHER, urn(WATCHER), {"location": "uksouth"}, at, AZURE) == []
    create(NETWORK, urn(NETWORK), network, at, AZURE)
    assert refused_at_creation(WATCHER, urn(WATCHER), {"location": "UK South"}, at, AZURE)
    assert refused_at_creation(WATCHER, urn(WATCHER), {"location": "ukwest"}, at, AZURE) == []


@pytest.mark.parametrize("gap", [{"source": ""}, {"instead": ""}, {"types": ()}, {"scope": "resource"}])
def test_an_entry_says_all_that_it_must(gap: Mapping[str, Any]):
    whole: dict[str, Any] = {"what": "it", "types": (ROLE,), "scope": "account", "instead": "do not", "source": "a page"}
    with pytest.raises(ValueError, match="it: "):
        Existing(**{**whole, **gap})


def test_entries_name_types_that_exist_and_each_thing_once():
    for entries in each((ON_AWS, ON_AZURE)):
        whats = [entry.what for entry in entries]
        assert len(whats) == len(set(whats))
        for token in each(token for entry in entries for token in (*entry.types, *(way.type for way in entry.brought_by))):
            assert resource_class(token)


LOGS, LINKED = "aws:cloudwatch/logGroup:LogGroup", "aws:iam/serviceLinkedRole:ServiceLinkedRole"
HUB = "aws:securityhub/account:Account"


@pytest.mark.parametrize(
    ("cause", "given", "token", "inputs"),
    [
        (ADMIN, {"adminAccountId": ACCOUNT, "region": "eu-west-2"}, DETECTOR, {"enable": True}),
        ("aws:securityhub/organizationAdminAccount:OrganizationAdminAccount", {"adminAccountId": ACCOUNT, "region": "eu-west-2"}, HUB, {}),
        ("aws:ecs/cluster:Cluster", {"name": "c", "settings": [{}]}, LOGS, {"name": "/aws/ecs/containerinsights/c/performance"}),
        (
            "aws:rds/instance:Instance",
            {"identifier": "d", "enabledCloudwatchLogsExports": ["postgresql"], "instanceClass": "db.t4g.small"},
            LOGS,
            {"name": "/aws/rds/instance/d/postgresql"},
        ),
        (
            "aws:chime/voiceConnectorLogging:VoiceConnectorLogging",
            {"voiceConnectorId": "v", "enableSipLogs": True},
            LOGS,
            {"name": "/aws/ChimeVoiceConnectorSipMessages/v"},
        ),
        ("aws:lb/loadBalancer:LoadBalancer", {"name": "l", "subnets": []}, LINKED, {"awsServiceName": "elasticloadbalancing.amazonaws.com"}),
    ],
)
def test_what_a_service_makes_by_itself_must_be_made_before_or_not_at_all(cause: str, given: dict[str, Any], token: str, inputs: dict[str, Any]):
    at = clouds()
    assert refused_at_creation(token, urn(token), inputs, at, AWS) == []
    create(cause, urn(cause), given, at, AWS)
    (failure,) = refused_at_creation(token, urn(token), inputs, at, AWS)
    assert "there is already" in failure.reason


@pytest.mark.parametrize("token", [HUB, "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount"])
def test_central_configuration_sets_hubs_and_administrator_of_the_other_regions(token: str):
    at, central = clouds(), "aws:securityhub/organizationConfiguration:OrganizationConfiguration"
    given = {"autoEnable": False, "organizationConfiguration": {"configurationType": "CENTRAL"}}
    elsewhere = {"region": "eu-west-1", **({} if token == HUB else {"adminAccountId": ACCOUNT})}
    assert refused_at_creation(token, urn(token), elsewhere, at, AWS) == []
    create(central, urn(central), given, at, AWS)
    assert "central configuration" in refused_at_creation(token, urn(token), elsewhere, at, AWS)[0].reason


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (LINKED, {"awsServiceName": "support.amazonaws.com"}),
        ("aws:organizations/policyAttachment:PolicyAttachment", {"policyId": "p-FullAWSAccess", "targetId": "ou-1"}),
        ("aws:ec2/securityGroup:SecurityGroup", {"name": "default"}),
        ("aws:rds/parameterGroup:ParameterGroup", {"name": "default.postgres17"}),
        ("aws:secretsmanager/secret:Secret", {"name": "rds!db-1"}),
    ],
)
def test_what_is_in_every_account_is_not_made_again(token: str, inputs: dict[str, Any]):
    assert refused_at_creation(token, urn(token), inputs, clouds(), AWS)


GROUP = "azure-native:resources:ResourceGroup"
ALWAYS = [
    ("azure-native:security:Pricing", {"pricingName": "Arm"}, "set it"),
    ("azure-native:security:SecurityContact", {"securityContactName": "default"}, "set it"),
    (
        "azure-native:features:SubscriptionFeatureRegistration",
        {"providerNamespace": "Microsoft.Compute", "featureName": "EncryptionAtHost"},
        "wait for it",
    ),
    ("azure-native:authorization:RoleDefinition", {"roleName": "Owner"}, "a name of its own"),
    ("azure-native:network:HubRouteTable", {"virtualHubName": "hub", "routeTableName": "defaultRouteTable"}, "another name"),
    ("azure-native:dbforpostgresql:Database", {"serverName": "s", "databaseName": "postgres"}, "another name"),
    ("azure-native:operationalinsights:Table", {"workspaceName": "w", "tableName": "AzureActivity"}, "_CL"),
]
BROUGHT_ON_AZURE = [
    (
        "azure-native:app:ManagedEnvironment",
        {"environmentName": "e", "resourceGroupName": "g", "infrastructureResourceGroup": "machinery"},
        GROUP,
        {"resourceGroupName": "machinery"},
        {"resourceGroupName": "other"},
    ),
    (
        "azure-native:network:PrivateEndpoint",
        {"privateEndpointName": "e", "resourceGroupName": "g", "customNetworkInterfaceName": "e-nic"},
        "azure-native:network:NetworkInterface",
        {"resourceGroupName": "g", "networkInterfaceName": "e-nic"},
        {"resourceGroupName": "g", "networkInterfaceName": "other"},
    ),
    (
        "azure-native:network:PrivateEndpoint",
        {"privateEndpointName": "e", "resourceGroupName": "g", "privateLinkServiceConnections": [{"name": "e"}]},
        "azure-native:network:PrivateDnsZoneGroup",
        {"resourceGroupName": "g", "privateEndpointName": "e", "privateDnsZoneGroupName": "default"},
        {"resourceGroupName": "g", "privateEndpointName": "other", "privateDnsZoneGroupName": "default"},
    ),
]


@pytest.mark.parametrize(("token", "inputs", "advice"), ALWAYS)
def test_what_azure_has_from_the_first_day_is_not_made(token: str, inputs: Mapping[str, Any], advice: str):
    assert advice in collisions(ON_AZURE, token, inputs, clouds(), AZURE)[0].reason


@pytest.mark.parametrize(("first", "made", "token", "there", "free"), BROUGHT_ON_AZURE)
def test_what_comes_along_on_azure_is_not_made(first: str, made: Mapping[str, Any], token: str, there: Mapping[str, Any], free: Mapping[str, Any]):
    at = clouds()
    assert collisions(ON_AZURE, token, there, at, AZURE) == []
    bring(ON_AZURE, first, made, at, AZURE)
    assert collisions(ON_AZURE, token, there, at, AZURE)
    assert collisions(ON_AZURE, token, free, at, AZURE) == []


def test_a_creator_is_owner_already():
    at, owner = clouds(), "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
    bring(
        ON_AZURE,
        "azure-native:subscription:Alias",
        {"properties": {"subscriptionId": "s", "additionalProperties": {"subscriptionOwnerId": "p"}}},
        at,
        AZURE,
    )
    right, scope = "azure-native:authorization:RoleAssignment", "/subscriptions/s"
    assert collisions(ON_AZURE, right, {"scope": scope, "principalId": "p", "roleDefinitionId": owner}, at, AZURE)
    assert collisions(ON_AZURE, right, {"scope": scope, "principalId": "q", "roleDefinitionId": owner}, at, AZURE) == []


def test_what_a_policy_makes_comes_minutes_later_and_never_for_what_is_older_than_its_assignment():
    record, endpoint = "azure-native:network:PrivateDnsZoneGroup", "azure-native:network:PrivateEndpoint"
    assignment = "azure-native:authorization:PolicyAssignment"
    at, group = clouds(), {"resourceGroupName": "g", "privateDnsZoneGroupName": "own"}
    at.today = date(2026, 11, 24)

    def is_there(name: str) -> bool:
        return bool(refused_at_creation(record, urn(record), {**group, "privateEndpointName": name}, at, AZURE))

    def made(name: str) -> None:
        create(
            endpoint,
            urn(endpoint, name),
            {"privateEndpointName": name, "resourceGroupName": "g", "privateLinkServiceConnections": [{"name": "e"}]},
            at,
            AZURE,
        )

    made("older")
    create(
        assignment,
        urn(assignment),
        {"policyAssignmentName": "ccp-private-dns", "scope": "/providers/Microsoft.Management/managementGroups/m"},
        at,
        AZURE,
    )
    made("younger")
    assert not is_there("younger")
    at.world.pass_time()
    assert is_there("younger")
    assert not is_there("older")


def test_what_comes_later_is_remembered_by_a_world_that_is_read_again(tmp_path: Path):
    world = World(tmp_path / "world.jsonl")
    world.bring(("record", "one"), later=True)
    world.bring(("record", "two"), later=True)
    assert World(tmp_path / "world.jsonl").soon == {("record", "one"), ("record", "two")}
    world.pass_time()
    again = World(tmp_path / "world.jsonl")
    assert (again.soon, again.brought) == (set(), {("record", "one"), ("record", "two")})


GROUP, POLICY = "azure-native:management:ManagementGroup", "azure-native:authorization:PolicyDefinitionAtManagementGroup"
ROLE_OF_AZURE = "azure-native:authorization:RoleDefinition"
PLATFORMS_OWN = [
    (GROUP, {"groupId": "alz-platform"}, {"groupId": "ccp-platform"}),
    (
        POLICY,
        {"managementGroupId": "alz", "policyDefinitionName": "Deny-PublicIP"},
        {"managementGroupId": "ccp-root", "policyDefinitionName": "ccp-deny-public"},
    ),
    (ROLE_OF_AZURE, {"roleName": "[alz] Subscription Owner", "roleDefinitionId": "1"}, {"roleName": "ccp-access-operator", "roleDefinitionId": "2"}),
]


@pytest.mark.parametrize(("token", "theirs", "ours"), PLATFORMS_OWN)
def test_landing_zones_that_others_made_keep_their_names(token: str, theirs: dict[str, str], ours: dict[str, str]):
    at = clouds()
    at.much_exists = True
    (failure,) = refused_at_creation(token, urn(token), theirs, at, AZURE)
    assert "choose another 'code'" in failure.reason
    assert refused_at_creation(token, urn(token), ours, at, AZURE) == []


@pytest.mark.parametrize(("token", "theirs", "ours"), PLATFORMS_OWN)
def test_what_has_the_very_name_already_is_refused_with_what_to_do(token: str, theirs: dict[str, str], ours: dict[str, str]):
    """As an earlier platform of the same code left it, whose state is gone."""
    at = clouds()
    _ = create(token, urn(token, "left"), ours, at, AZURE)
    told = refused_at_creation(token, urn(token, "new"), ours, at, AZURE)
    assert any("give another name, or import what is there" in failure.reason for failure in told), told


def test_a_role_of_the_same_name_is_refused_under_another_id_too():
    at = clouds()
    _ = create(ROLE_OF_AZURE, urn(ROLE_OF_AZURE, "left"), {"roleName": "ccp-reader", "roleDefinitionId": "1"}, at, AZURE)
    (failure,) = refused_at_creation(ROLE_OF_AZURE, urn(ROLE_OF_AZURE, "new"), {"roleName": "ccp-reader", "roleDefinitionId": "2"}, at, AZURE)
    assert "RoleDefinitionWithSameNameExists" in failure.reason
