"""The clouds over gRPC, asked by stubs; the Pulumi CLI is not needed."""

from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import provider_pb2_grpc

from civic.plan import wire
from civic.simulator import CloudState, check, create
from civic.simulator.serve import served
from tests.civic.simulator.support import roles, urn

VPC, TOPIC = "aws:ec2/vpc:Vpc", "aws:sns/topic:Topic"
Connect = Callable[..., Any]


@pytest.fixture(scope="module")
def ports() -> Iterator[dict[str, str]]:
    with served() as addresses:
        yield dict(part.rsplit(":", 1) for part in addresses.split(","))


@pytest.fixture
def connect(ports: dict[str, str]) -> Iterator[Connect]:
    """Opens a connection for a provider instance, as the engine does."""
    channels: list[grpc.Channel] = []

    def opened(package: str, inputs: dict[str, Any]) -> Any:
        # Otherwise equal channels of one process share a connection; the engine's do not.
        channels.append(grpc.insecure_channel(f"127.0.0.1:{ports[package]}", options=[("grpc.use_local_subchannel_pool", 1)]))
        stub = provider_pb2_grpc.ResourceProviderStub(channels[-1])
        assert stub.Handshake(pb.ProviderHandshakeRequest()).accept_secrets
        stub.Configure(pb.ConfigureRequest(urn="urn:provider", id=str(len(channels)), args=wire.struct(inputs)))
        return stub

    yield opened
    for channel in channels:
        channel.close()


def aws(account: str) -> dict[str, Any]:
    return {"region": "eu-west-2", "assumeRoles": roles(account)}


def created(stub: Any, token: str, inputs: dict[str, Any]) -> Any:
    return stub.Create(pb.CreateRequest(urn=urn(token), properties=wire.struct(inputs)))


def test_each_instance_acts_in_its_own_account(connect: Connect):
    first, second = connect("aws", aws("111111111111")), connect("aws", aws("222222222222"))
    asked = zip((first, second, first), "ttu", strict=True)
    arns = [wire.plain(created(stub, TOPIC, {"name": name}).properties)["arn"] for stub, name in asked]
    assert [arn.split(":")[4] for arn in arns] == ["111111111111", "222222222222", "111111111111"]


@pytest.mark.parametrize(
    ("package", "provider", "token", "inputs"),
    [
        ("aws", aws("111111111111"), VPC, {"cidrBlock": "10.0.0.0/16"}),
        ("azure-native", {"subscriptionId": "s"}, "azure-native:resources:ResourceGroup", {"resourceGroupName": "rg", "location": "uksouth"}),
    ],
)
def test_it_answers_what_the_offline_engine_is_answered(connect: Connect, package: str, provider: Any, token: str, inputs: Any):
    stub, state = connect(package, provider), CloudState()
    state.add_provider("ref", provider)
    checked = stub.Check(pb.CheckRequest(urn=urn(token), news=wire.struct(inputs)))
    completed, failures = check(token, urn(token), inputs, state, "ref")
    assert (wire.plain(checked.inputs), list(checked.failures)) == (completed, failures)
    answer = created(stub, token, completed)
    assert (answer.id, wire.plain(answer.properties)) == create(token, urn(token), completed, state, "ref")


def test_a_preview_gives_no_id(connect: Connect):
    request = pb.CreateRequest(urn=urn(VPC), properties=wire.struct({"cidrBlock": "10.0.0.0/16"}), preview=True)
    answer = connect("aws", aws("111111111111")).Create(request)
    outputs = wire.plain(answer.properties)
    assert answer.id == ""
    assert (outputs["cidrBlock"], outputs.get("arn", wire.UNKNOWN)) == ("10.0.0.0/16", wire.UNKNOWN)


def test_a_preview_does_not_give_an_input_s_shape_for_an_output_s(connect: Connect):
    # Azure takes a list of identities and answers a mapping; the SDK fails on a list.
    inputs = {"resourceGroupName": "rg", "networkWatcherName": "w", "identity": {"type": "UserAssigned", "userAssignedIdentities": ["/id"]}}
    request = pb.CreateRequest(urn=urn("azure-native:network:FlowLog"), properties=wire.struct(inputs), preview=True)
    answer = wire.plain(connect("azure-native", {"subscriptionId": "s"}).Create(request).properties)
    assert answer["identity"] == {"type": "UserAssigned", "userAssignedIdentities": wire.UNKNOWN}


def test_refusals_arrive(connect: Connect):
    answer = connect("aws", aws("111111111111")).Check(pb.CheckRequest(urn=urn(VPC), news=wire.struct({"cidrBlock": "10.0.0.1/16"})))
    assert [failure.property for failure in answer.failures] == ["cidrBlock"]


def test_nothing_changed_is_no_difference(connect: Connect):
    stub, same = connect("aws", aws("111111111111")), wire.struct({"cidrBlock": "10.0.0.0/16"})
    request = pb.DiffRequest(urn=urn(VPC), old_inputs=same, news=same)
    assert stub.Diff(request).changes == pb.DiffResponse.DIFF_NONE
    request.news.CopyFrom(wire.struct({"cidrBlock": "10.1.0.0/16"}))
    assert list(stub.Diff(request).diffs) == ["cidrBlock"]


def test_an_update_keeps_ids_and_arns(connect: Connect):
    stub, inputs = connect("aws", aws("111111111111")), {"cidrBlock": "10.0.0.0/16"}
    made = created(stub, VPC, inputs)
    first = wire.plain(made.properties)
    after = stub.Update(pb.UpdateRequest(urn=urn(VPC), id=made.id, news=wire.struct({**inputs, "tags": {"a": "b"}})))
    assert wire.plain(after.properties)["arn"] == first["arn"]


def test_a_new_range_replaces_the_network(connect: Connect):
    old, new = wire.struct({"cidrBlock": "10.0.0.0/16"}), wire.struct({"cidrBlock": "10.1.0.0/16"})
    answer = connect("aws", aws("111111111111")).Diff(pb.DiffRequest(urn=urn(VPC), old_inputs=old, news=new))
    assert list(answer.replaces) == ["cidrBlock"]


def test_an_unknown_data_source_is_named(connect: Connect):
    with pytest.raises(grpc.RpcError) as raised:
        connect("aws", aws("111111111111")).Invoke(pb.InvokeRequest(tok="aws:ec2/getAmi:getAmi"))
    assert "getAmi" in raised.value.details()


def test_what_is_there_already_cannot_be_made_but_be_previewed(connect: Connect):
    stub, alias = connect("aws", aws("555555555555")), "aws:kms/alias:Alias"
    request = pb.CreateRequest(urn=urn(alias), properties=wire.struct({"name": "alias/aws/s3", "targetKeyId": "k"}))
    with pytest.raises(grpc.RpcError) as raised:
        stub.Create(request)
    assert raised.value.code() is grpc.StatusCode.ALREADY_EXISTS
    assert "choose an alias" in raised.value.details()
    request.preview = True
    assert stub.Create(request).id == ""


def test_what_its_cloud_knows_by_name_is_found_by_it_although_nothing_says_what_id_it_has(connect: Connect):
    """'pulumi import' gives the id that the registry's page of the type says, which is the alias's name."""
    token, aws = "aws:kms/alias:Alias", connect("aws", {"region": "eu-west-2", "assumeRoles": roles("111122223333")})
    made = aws.Create(pb.CreateRequest(urn=urn(token), properties=wire.struct({"name": "alias/ccp-one", "targetKeyId": "k"})))
    elsewhere = connect("aws", {"region": "eu-west-1", "assumeRoles": roles("111122223333")})
    for ident in ("alias/ccp-one", "arn:aws:kms:eu-west-2:111122223333:alias/ccp-one"):
        found = aws.Read(pb.ReadRequest(urn=urn(token), id=ident))
        assert found.id == made.id
        assert wire.plain(found.inputs)["name"] == "alias/ccp-one"
        assert not elsewhere.Read(pb.ReadRequest(urn=urn(token), id=ident)).id
    assert not aws.Read(pb.ReadRequest(urn=urn(token), id="alias/ccp-two")).id
