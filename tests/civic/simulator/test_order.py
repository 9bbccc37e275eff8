"""What a cloud takes one at a time is one at a time in the graph: else the offline engine refuses the stack."""

from collections.abc import Sequence

import pulumi
import pulumi_azure_native as azure
import pytest
from pulumi_azure_native import dbforpostgresql, keyvault, network, storage

from tests.planning import PlanFailed, planned, ran

SUBSCRIPTION = "33333333-3333-3333-3333-333333333333"
SERVER = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/server"


def secret(name: str, provider: azure.Provider, *, vault: str = "vault", after: Sequence[pulumi.Resource] = ()) -> keyvault.Secret:
    return keyvault.Secret(
        name,
        secret_name=name,
        vault_name=vault,
        resource_group_name="g",
        properties={"value": "x"},
        opts=pulumi.ResourceOptions(provider=provider, depends_on=list(after)),
    )


def setting(name: str, provider: azure.Provider, *after: pulumi.Resource) -> dbforpostgresql.Configuration:
    return dbforpostgresql.Configuration(
        name,
        configuration_name=name,
        server_name="server",
        resource_group_name="g",
        source="user-override",
        value="on",
        opts=pulumi.ResourceOptions(provider=provider, depends_on=list(after)),
    )


def endpoint(name: str, provider: azure.Provider, service: str, subnet: pulumi.Input[str], *after: pulumi.Resource) -> network.PrivateEndpoint:
    return network.PrivateEndpoint(
        name,
        private_endpoint_name=name,
        resource_group_name="g",
        location="uksouth",
        subnet={"id": subnet},
        private_link_service_connections=[{"name": name, "private_link_service_id": service, "group_ids": ["postgresqlServer"]}],
        opts=pulumi.ResourceOptions(provider=provider, depends_on=list(after)),
    )


def subnet(name: str, block: str, provider: azure.Provider, *after: pulumi.Resource) -> network.Subnet:
    return network.Subnet(
        name,
        subnet_name=name,
        virtual_network_name="net",
        resource_group_name="g",
        address_prefix=block,
        opts=pulumi.ResourceOptions(provider=provider, depends_on=list(after)),
    )


def acting() -> azure.Provider:
    return azure.Provider("azure", subscription_id=SUBSCRIPTION)


def test_two_changes_of_one_thing_wait_for_each_other():
    def side_by_side() -> None:
        provider = acting()
        secret("one", provider)
        secret("other", provider)

    def in_order() -> None:
        provider = acting()
        first = secret("one", provider)
        between = secret("between", provider, after=[first])
        secret("other", provider, after=[between])

    with pytest.raises(PlanFailed, match=r"one and other both change .*/vaults/vault, and neither waits for the other: .*ConflictError"):
        planned(side_by_side, "azure")
    assert planned(in_order, "azure").named("other")


def test_things_of_one_kind_are_changed_side_by_side():
    def program() -> None:
        provider = acting()
        secret("one", provider)
        secret("other", provider, vault="another")

    assert planned(program, "azure").named("other")


def test_different_parts_of_one_thing_wait_too():
    def program() -> None:
        provider = acting()
        setting("log_connections", provider)
        endpoint("way", provider, SERVER, "/subscriptions/s/x")

    with pytest.raises(PlanFailed, match="ServerIsBusy"):
        planned(program, "azure")


def test_waiting_by_way_of_a_component_and_of_a_provider_is_waiting():
    def program() -> None:
        provider = acting()
        part = pulumi.ComponentResource("civic:test:Part", "part")
        first = secret("one", provider)
        between = storage.BlobContainer(
            "between",
            container_name="cards",
            account_name="stateaccount",
            resource_group_name="g",
            opts=pulumi.ResourceOptions(parent=part, provider=provider, depends_on=[first]),
        )
        later = azure.Provider("later", subscription_id=SUBSCRIPTION, opts=pulumi.ResourceOptions(depends_on=[between]))
        secret("other", later)

    assert planned(program, "azure").named("other")


def test_nothing_is_put_into_a_subnet_while_a_sibling_is_written():
    def early() -> None:
        provider = acting()
        first = subnet("a", "10.0.0.0/24", provider)
        subnet("b", "10.0.1.0/24", provider, first)
        endpoint("way", provider, SERVER, first.id)

    def late() -> None:
        provider = acting()
        first = subnet("a", "10.0.0.0/24", provider)
        second = subnet("b", "10.0.1.0/24", provider, first)
        endpoint("way", provider, SERVER, first.id, second)

    with pytest.raises(PlanFailed, match=r"way is put into .*/virtualnetworks/net while b may still be written: .*AnotherOperationInProgress"):
        planned(early, "azure")
    assert planned(late, "azure").named("way")


def test_every_pair_is_told_and_it_is_no_programming_error():
    def program() -> None:
        provider = acting()
        for name in ("log_connections", "log_checkpoints", "log_lock_waits"):
            setting(name, provider)

    run = ran(program, stack="test-azure-landing-zone")
    assert len(run.error.splitlines()) == 2
    assert not run.crashed
