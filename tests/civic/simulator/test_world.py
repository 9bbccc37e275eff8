"""The served clouds remember: what is made is there for whoever asks, also after the process, and is gone once it is deleted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from civic.plan import wire
from civic.simulator import World
from tests.civic.simulator.grpc_clouds import Clouds, clouds_over_grpc

VPC, SUBNET, BUCKET, TOPIC, ROLE = (
    "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:s3/bucket:Bucket", "aws:sns/topic:Topic", "aws:iam/role:Role",
)  # fmt: skip
RULE = "aws:lb/listenerRule:ListenerRule"
GROUP, ACCOUNT, NETWORK = "azure-native:resources:ResourceGroup", "azure-native:storage:StorageAccount", "azure-native:network:VirtualNetwork"
TRUST = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}]}'
RANGE = {"cidrBlock": "10.0.0.0/16"}


@pytest.fixture
def clouds() -> Iterator[Clouds]:
    with clouds_over_grpc() as served:
        yield served


def refused(reason: str) -> Any:
    return pytest.raises(grpc.RpcError, match=reason)


def test_a_world_outlives_its_process(tmp_path: Path):
    file = tmp_path / "world.jsonl"
    with clouds_over_grpc(World(file)) as first:
        ident, outputs = first.aws().create(VPC, RANGE)
        _ = first.aws().create(BUCKET, {"bucket": "archive"})
        gone, _ = first.aws().create(TOPIC, {"name": "alarms"})
        first.aws().delete(TOPIC, gone)
    with file.open("a", encoding="utf-8") as lines:
        lines.write('{"put": {"type": "cut sho')
    with clouds_over_grpc(World(file)) as second:
        assert second.aws().read(VPC, ident) == (ident, outputs)
        assert second.aws().read(TOPIC, gone)[0] == ""
        with refused("'archive' is the name of it already"):
            second.aws("222222222222").create(BUCKET, {"bucket": "archive"}, "theirs")


def test_a_world_s_file_holds_no_secret_and_read_gives_back_whose_who_asks_has(tmp_path: Path):
    file, parameter = tmp_path / "world.jsonl", "aws:ssm/parameter:Parameter"
    secret = wire.sealed("xyzzy")
    with clouds_over_grpc(World(file)) as first:
        ident, outputs = first.aws().create(parameter, {"name": "p", "type": "SecureString", "value": secret})
    assert "xyzzy" not in file.read_text(encoding="utf-8")
    with clouds_over_grpc(World(file)) as second:
        assert second.aws().read(parameter, ident, outputs) == (ident, outputs)


def test_read_sees_drift_and_deletion():
    world = World()
    with clouds_over_grpc(world) as clouds:
        stub = clouds.aws()
        ident, outputs = stub.create(VPC, RANGE)
        thing = world.of_urn("urn:pulumi:s::p::aws:ec2/vpc:Vpc::it", ident)
        assert thing
        world.put(replace(thing, outputs={**thing.outputs, "enableDnsHostnames": True}), new=False)
        assert stub.read(VPC, ident, outputs)[1]["enableDnsHostnames"] is True
        world.remove(thing.address)
        assert stub.read(VPC, ident, outputs) == ("", {})


def test_a_thing_is_read_where_it_is_alone(clouds: Clouds):
    ident, _ = clouds.aws().create(TOPIC, {"name": "alarms"})
    assert clouds.aws("222222222222").read(TOPIC, ident)[0] == ""
    assert clouds.aws(region="eu-west-1").read(TOPIC, ident)[0] == ""
    role, _ = clouds.aws().create(ROLE, {"name": "r", "assumeRolePolicy": "{}"})
    assert clouds.aws(region="eu-west-1").read(ROLE, role)[0] == role, "a role belongs to no region"


def test_a_replacement_is_another_thing(clouds: Clouds):
    stub = clouds.aws()
    first, before = stub.create(VPC, RANGE)
    second, after = stub.create(VPC, {"cidrBlock": "10.1.0.0/16"})
    assert first != second
    assert before["arn"] != after["arn"]
    stub.delete(VPC, first)
    assert stub.read(VPC, second)[0] == second
    assert stub.read(VPC, first)[0] == ""


def test_a_replacement_has_another_generated_name_and_an_update_the_same(clouds: Clouds):
    stub = clouds.aws()
    first = wire.plain(stub.check(ROLE, {"assumeRolePolicy": TRUST}).inputs)
    _ = stub.create(ROLE, first)
    again = wire.plain(stub.check(ROLE, {"assumeRolePolicy": TRUST}, olds=first).inputs)
    other = wire.plain(stub.check(ROLE, {"assumeRolePolicy": TRUST, "path": "/other/"}).inputs)
    assert again == first
    assert other["name"] != first["name"]
    assert other["name"].startswith("it-")


def test_names_are_taken_when_made_and_free_when_deleted(clouds: Clouds):
    first, second = clouds.aws(), clouds.aws("222222222222")
    name = {"bucket": "archive"}
    assert not first.check(BUCKET, name).failures
    _ = first.create(BUCKET, name, preview=True)
    assert not second.check(BUCKET, name, "theirs").failures
    ident, _ = second.create(BUCKET, name, "theirs")
    with refused("'archive' is the name of theirs already"):
        first.create(BUCKET, name)
    second.delete(BUCKET, ident, name="theirs")
    assert first.create(BUCKET, name)[0] == ident


def test_a_replacement_beside_its_old_self_cannot_have_its_name(clouds: Clouds):
    stub = clouds.aws()
    _ = stub.create(BUCKET, {"bucket": "archive"})
    with refused("'archive' is the name of it already"):
        stub.create(BUCKET, {"bucket": "archive", "objectLockEnabled": True})


def test_accounts_have_names_of_their_own(clouds: Clouds):
    topic = {"name": "alarms"}
    _ = clouds.aws("333333333333").create(TOPIC, topic)
    _ = clouds.aws("444444444444").create(TOPIC, topic, "other")
    with refused("name"):
        clouds.aws("333333333333").create(TOPIC, topic, "third")


def test_an_update_takes_and_frees(clouds: Clouds):
    stub = clouds.aws()
    low, high = ({"listenerArn": "arn:l", "priority": number} for number in (1, 2))
    ident, before = stub.create(RULE, low)
    _ = stub.create(RULE, high, "second")
    with refused("second has arn:l, 2 already"):
        stub.update(RULE, ident, before, low, high)
    _ = stub.update(RULE, ident, before, low, {**low, "priority": 3})
    _ = stub.create(RULE, low, "third")


def test_ranges_are_known_to_every_connection(clouds: Clouds):
    network, _ = clouds.aws().create(VPC, RANGE)
    _ = clouds.aws().create(SUBNET, {"vpcId": network, "cidrBlock": "10.0.0.0/24"})
    with refused("overlaps 10.0.0.0/24 of it"):
        clouds.aws().create(SUBNET, {"vpcId": network, "cidrBlock": "10.0.0.0/25"}, "second")
    with refused("lies outside"):
        clouds.aws().create(SUBNET, {"vpcId": network, "cidrBlock": "10.9.0.0/24"}, "third")


def test_a_preview_of_a_change_on_aws_is_what_was_with_the_new_inputs(clouds: Clouds):
    stub = clouds.connect("aws", {"region": "eu-west-2", "allowedAccountIds": ["111122223333"], "defaultTags": {"tags": {"owner": "o"}}})
    old = {**RANGE, "tags": {"a": "b"}, "instanceTenancy": "default"}
    new = {**old, "tags": {"a": "c"}}
    ident, before = stub.create(VPC, old)
    planned = stub.update(VPC, ident, before, old, new, preview=True)
    assert planned["tagsAll"] == {"owner": "o", "a": "c"}
    assert planned["arn"] == before["arn"]
    assert "instanceTenancy" not in stub.update(VPC, ident, before, old, RANGE, preview=True), "what is left out is not known"
    assert planned == stub.update(VPC, ident, before, old, new), "it is what the change gives"


def test_a_preview_of_a_change_on_azure_is_the_inputs_with_name_and_location(clouds: Clouds):
    stub = clouds.azure()
    old = {"accountName": "ccp", "resourceGroupName": "rg", "location": "uksouth", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    ident, before = stub.create(ACCOUNT, old)
    planned = stub.update(ACCOUNT, ident, before, old, {**old, "tags": {"a": "b"}}, preview=True)
    assert (planned["name"], planned["location"], planned["kind"], planned["tags"]) == ("ccp", "uksouth", "StorageV2", {"a": "b"})
    assert planned["primaryEndpoints"] == wire.UNKNOWN
    assert stub.update(ACCOUNT, ident, before, old, {**old, "tags": {"a": "b"}})["primaryEndpoints"] == before["primaryEndpoints"]


def test_azure_makes_nothing_that_is_there(clouds: Clouds):
    stub, group = clouds.azure(), {"resourceGroupName": "rg", "location": "uksouth"}
    _ = stub.create(GROUP, group, "theirs")
    with refused("cannot create already existing resource .*/resourceGroups/rg.*theirs has it"):
        stub.create(GROUP, group)
    settings = {"accountName": "a", "resourceGroupName": "rg", "blobServicesName": "default"}
    for name in ("one", "two"):
        assert stub.create("azure-native:storage:BlobServiceProperties", settings, name)[0], "it is always there, and set"


def test_what_can_never_change_is_refused_where_the_provider_tries(clouds: Clouds):
    stub, hub = clouds.azure(), "azure-native:network:VirtualHub"
    old = {"resourceGroupName": "rg", "virtualHubName": "h", "location": "uksouth", "addressPrefix": "10.0.0.0/23"}
    ident, before = stub.create(hub, old)
    new = {**old, "addressPrefix": "10.1.0.0/23"}
    assert stub.update(hub, ident, before, old, new, preview=True)["addressPrefix"] == "10.1.0.0/23", "a preview does not ask"
    with refused("addressPrefix: cannot be changed once it is made"):
        stub.update(hub, ident, before, old, new)


def test_a_resource_group_goes_with_what_is_in_it(clouds: Clouds):
    stub = clouds.azure("33333333-3333-3333-3333-333333333333")
    group, _ = stub.create(GROUP, {"resourceGroupName": "rg", "location": "uksouth"})
    inside, _ = stub.create(NETWORK, {"resourceGroupName": "rg", "virtualNetworkName": "v", "location": "uksouth"})
    beside, _ = stub.create(NETWORK, {"resourceGroupName": "rg2", "virtualNetworkName": "v", "location": "uksouth"}, "beside")
    stub.delete(GROUP, group)
    assert [stub.read(NETWORK, ident)[0] for ident in (inside, beside)] == ["", beside]


def test_what_is_only_set_back_takes_nothing_along(clouds: Clouds):
    stub = clouds.azure("33333333-3333-3333-3333-333333333333")
    settings, inside = "azure-native:storage:BlobServiceProperties", "azure-native:monitor:DiagnosticSetting"
    service, _ = stub.create(settings, {"resourceGroupName": "rg", "accountName": "ccpstate1234", "blobServicesName": "default"})
    setting, _ = stub.create(inside, {"resourceUri": service, "name": "archive", "logs": []}, "setting")
    stub.delete(settings, service)
    assert stub.read(inside, setting)[0] == setting


@pytest.mark.parametrize(("change", "replaces"), [({"region": "eu-west-1"}, ["region"]), ({"allowedAccountIds": ["2"]}, [])])
def test_another_region_is_another_provider_on_aws(clouds: Clouds, change: dict[str, Any], replaces: list[str]):
    old = {"region": "eu-west-2", "allowedAccountIds": ["1"]}
    request = pb.DiffRequest(urn="urn:provider", old_inputs=wire.struct(old), news=wire.struct({**old, **change}))
    answer = clouds.aws().stub.DiffConfig(request)
    assert (list(answer.diffs), list(answer.replaces)) == (list(change), replaces)
    assert not clouds.azure().stub.DiffConfig(request).diffs


def test_where_much_exists_more_is_refused():
    vault, default = "aws:backup/vault:Vault", {"name": "Default"}
    with clouds_over_grpc(much_exists=True) as clouds, refused("there is already the default vault .*: give another name"):
        clouds.aws().create(vault, default)
    with clouds_over_grpc() as clouds:
        assert clouds.aws().create(vault, default)[0]
