"""The served clouds, asked by stubs as the engine asks them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import provider_pb2_grpc

from civic.plan import wire
from civic.simulator import World
from civic.simulator.denials import Denials
from civic.simulator.serve import served
from tests.civic.simulator.support import roles, urn


@dataclass
class Provider:
    """One provider instance."""

    stub: Any

    def caller(self) -> str:
        """Who acts here."""
        answer = self.stub.Invoke(pb.InvokeRequest(tok="aws:index/getCallerIdentity:getCallerIdentity"))
        return wire.plain(getattr(answer, "return"))["arn"]

    def check(self, token: str, inputs: Mapping[str, Any], name: str = "it", olds: Mapping[str, Any] | None = None) -> Any:
        return self.stub.Check(pb.CheckRequest(urn=urn(token, name), news=wire.struct(inputs), olds=wire.struct(olds or {})))

    def create(self, token: str, inputs: Mapping[str, Any], name: str = "it", *, preview: bool = False) -> tuple[str, dict[str, Any]]:
        answer = self.stub.Create(pb.CreateRequest(urn=urn(token, name), properties=wire.struct(inputs), preview=preview))
        return answer.id, wire.plain(answer.properties)

    def read(self, token: str, ident: str, properties: Mapping[str, Any] | None = None, name: str = "it") -> tuple[str, dict[str, Any]]:
        answer = self.stub.Read(pb.ReadRequest(urn=urn(token, name), id=ident, properties=wire.struct(properties or {})))
        return answer.id, wire.plain(answer.properties)

    def update(
        self, token: str, ident: str, olds: Mapping[str, Any], old_inputs: Mapping[str, Any], news: Mapping[str, Any], *, preview: bool = False
    ) -> dict[str, Any]:
        asked = {"olds": wire.struct(olds), "old_inputs": wire.struct(old_inputs), "news": wire.struct(news)}
        return wire.plain(self.stub.Update(pb.UpdateRequest(urn=urn(token), id=ident, preview=preview, **asked)).properties)

    def delete(self, token: str, ident: str, properties: Mapping[str, Any] | None = None, name: str = "it") -> None:
        self.stub.Delete(pb.DeleteRequest(urn=urn(token, name), id=ident, properties=wire.struct(properties or {})))


@dataclass
class Clouds:
    """Addresses of the served packages."""

    ports: Mapping[str, str]
    channels: list[grpc.Channel] = field(default_factory=list)

    def connect(self, package: str, inputs: Mapping[str, Any]) -> Provider:
        # Otherwise equal channels of one process share a connection; the engine's do not.
        self.channels.append(grpc.insecure_channel(f"127.0.0.1:{self.ports[package]}", options=[("grpc.use_local_subchannel_pool", 1)]))
        stub = provider_pb2_grpc.ResourceProviderStub(self.channels[-1])
        assert stub.Handshake(pb.ProviderHandshakeRequest()).accept_secrets
        stub.Configure(pb.ConfigureRequest(urn=f"urn:provider:{len(self.channels)}", id=str(len(self.channels)), args=wire.struct(inputs)))
        return Provider(stub)

    def aws(self, account: str = "111122223333", region: str = "eu-west-2") -> Provider:
        return self.connect("aws", {"region": region, "assumeRoles": roles(account)})

    def azure(self, subscription: str = "s") -> Provider:
        return self.connect("azure-native", {"subscriptionId": subscription})


@contextmanager
def clouds_over_grpc(world: World | None = None, denials: Denials | None = None, *, much_exists: bool = False) -> Iterator[Clouds]:
    with served(world, denials, much_exists=much_exists) as addresses:
        clouds = Clouds(dict(part.rsplit(":", 1) for part in addresses.split(",")))
        yield clouds
        for channel in clouds.channels:
            channel.close()
