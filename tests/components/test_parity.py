"""Both clouds keep one contract: the same capabilities, the same arguments, the same outputs, the same files.

Nothing here is listed by name. A new capability is held to the contract as soon as ``Cloud`` names it: it needs ``<Name>Args`` and
``<Name>Outputs`` in ``components.contracts``, a class on each cloud, and an example of its arguments in each cloud's subjects.
"""

import inspect
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import ModuleType

import pulumi
import pytest

from components import aws, azure, contracts
from components.contracts import UNSUPPORTED, Cloud, CloudName, Handle
from tests.components.aws import hosting_subjects as aws_hosting_subjects
from tests.components.aws import subjects as aws_subjects
from tests.components.azure import hosting_subjects as azure_hosting_subjects
from tests.components.azure import subjects as azure_subjects
from tests.planning import ROOT, planned

CLOUDS: Mapping[CloudName, ModuleType] = {"aws": aws, "azure": azure}
SUBJECTS: Mapping[CloudName, Sequence[ModuleType]] = {
    "aws": (aws_subjects, aws_hosting_subjects),
    "azure": (azure_subjects, azure_hosting_subjects),
}
ONE_SIDED = {
    ("aws", "application/security_groups.py"): "Container Apps has no firewall for each application; the network's security groups do it.",
    ("aws", "documents.py"): "IAM speaks in policy documents; Azure's rights are lists of actions.",
    ("aws", "foundation/detection.py"): "On Azure detection is a policy like the guardrails, and is assigned with them.",
    ("aws", "foundation/guarding.py"): "On AWS a guardrail hangs on units and accounts apart from its text; an Azure assignment is both in one.",
    ("aws", "foundation/guardrail_actions.py"): "Guardrails on AWS name actions; on Azure they name properties (policy_rules.py).",
    (
        "aws",
        "foundation/platform_baselines.py",
    ): "Baselines of the platform's own accounts, the same as the bodies'; on Azure policies do most of it.",
    ("aws", "hosting/automation.py"): "On AWS an automation waits for a task; a job of Container Apps is its own.",
    ("aws", "network/firewall.py"): "A virtual hub holds its firewall; on AWS firewall and routes are made by hand.",
    ("aws", "network/inspection.py"): "A virtual hub routes through its firewall by one intent; on AWS that takes a VPC of its own.",
    ("aws", "network/neighbours.py"): "Hubs of one virtual WAN know of each other by themselves; on AWS gateways are peered and each way is written.",
    ("aws", "network/ranges.py"): "A virtual hub sends private ranges to its firewall by itself; on AWS each is a route.",
    ("aws", "network/threats.py"): "A firewall policy on Azure knows attackers by one word; on AWS each list of them is named.",
    ("aws", "services/rights.py"): "What an application role may do to endpoints is long on AWS; on Azure it is a few actions in tenancy/rights.py.",
    ("aws", "tenancy/alarm_patterns.py"): "EventBridge is told by patterns what to look for; Azure's activity log by conditions of the alert itself.",
    (
        "aws",
        "tenancy/application_rights.py",
    ): "An application role's actions fill a boundary on AWS; on Azure they are a few lines in tenancy/rights.py.",
    ("aws", "tenancy/database_roles.py"): "Roles of the task that makes administrators of databases; on Azure an identity of the cell's does it.",
    ("aws", "tenancy/service_roles.py"): "Services of AWS act as roles of the account; Azure's have identities of their own.",
    (
        "aws",
        "tenancy/backup.py",
    ): "One plan takes what is tagged in an account; on Azure each vault stands beside what it protects (hosting/backup.py).",
    ("aws", "voice/origination.py"): "Where calls are sent to, by name; on Azure routing.py sets trunks and routes together.",
    ("azure", "backups.py"): "Azure's backup vaults need policies and instances for each service; on AWS one plan takes what is tagged.",
    ("aws", "copies.py"): "A store of Azure's is copied by Azure itself, into the region that it pairs with its own.",
    ("aws", "hosting/origin.py"): "CloudFront comes in by interfaces in the network; Front Door asks for a private link, and the edge approves it.",
    ("azure", "dynamic/approval.py"): "A request for a private link has a name that nobody knows before; CloudFront asks for none.",
    ("aws", "hosting/names.py"): "A cell on Azure has no public zone, so nothing to sign: its name stands in private zones alone.",
    ("aws", "dynamic/release_gate.py"): "A revision of Container Apps that lacks a secret or an image fails by itself, and says so.",
    ("aws", "dynamic/session.py"): "A session passes through roles; on Azure management.py signs in once.",
    ("aws", "dynamic/task_run.py"): "One run of a task, waited for; on Azure job_run.py does it.",
    ("azure", "dynamic/activation.py"): "What is asked of whoever takes a role; on AWS a role's own trust says it.",
    ("azure", "dynamic/ownership.py"): "Whoever makes an Azure subscription owns it, and gives that up; an account of AWS has no owner.",
    ("azure", "dynamic/job_run.py"): "One run of a job, waited for; on AWS task_run.py does it.",
    ("azure", "dynamic/management.py"): "Signs in to Azure's management API; on AWS session.py passes through roles.",
    ("azure", "dynamic/registration.py"): "Namespaces are registered for each Azure subscription; AWS has no such thing.",
    ("azure", "dynamic/settings.py"): "Settings that an Azure subscription has from its first day; an account of AWS has none of these.",
    ("azure", "dynamic/unknown_key.py"): "A key that nobody knows, for machines that nobody enters; on AWS there are none.",
    ("azure", "dynamic/unknown_password.py"): "A password that nobody knows; Secrets Manager makes its own.",
    ("azure", "foundation/flow_stores.py"): "Azure writes flow logs to a store in the network's region; AWS delivers into the archive itself.",
    ("azure", "foundation/policy_rules.py"): "Azure policies are texts of rules of their own; on AWS the guardrails are the texts.",
    ("azure", "hosting/backup.py"): "A flexible server keeps 35 days and no more, longer copies are made beside it; RDS is backed up by its tag.",
    ("azure", "network/private_zones.py"): "Azure answers for private services by zones in the hub; AWS answers by the endpoint itself.",
    ("azure", "network/rights.py"): "Attaching takes a role in the hub's resource group; on AWS the gateway is shared with the organisation.",
    ("azure", "pipelines.py"): "A pipeline's trust is a resource of its own beside an identity; on AWS it is a statement of the role.",
    ("azure", "services/alarms.py"): "The alerts of a door and of its forwarders; on AWS two lines in offer.py.",
    ("azure", "services/context.py"): "What a door and its forwarders have in common; AWS has no forwarders.",
    ("azure", "services/forwarders.py"): "A Private Link Service needs machines behind it where Direct Connect is not offered.",
    ("azure", "services/forwarder_rules.py"): "Packet rules of those machines.",
    ("azure", "voice/routing.py"): "Direct routing, trunks and routes of Azure's data plane; on AWS origination.py does half of it.",
    ("azure", "identifiers.py"): "Azure ids are GUIDs that must be known beforehand; ARNs are not.",
    ("aws", "operations.py"): "Statements of an operator's role; on Azure a role definition in foundation/rights.py.",
    ("azure", "foundation/own_tenancies.py"): "What the platform's own Azure subscriptions have; on AWS platform_baselines.py.",
    ("aws", "foundation/organisation.py"): "An organisation of AWS may be there already; Azure has no root but the directory's.",
    (
        "azure",
        "foundation/watch.py",
    ): "Elevation and the tree are watched from the archive's workspace; on AWS the management account's baseline does it.",
    ("azure", "mending.py"): "A policy of Azure acts on what is made after it, and a task mends what is older; AWS has neither.",
    ("azure", "locks.py"): "A lock on what is never deleted; on AWS guardrails and the vault's own lock do that.",
    ("azure", "settings.py"): "Settings that an Azure subscription has from its first day; an account of AWS has none of these.",
    ("azure", "registration.py"): "Namespaces are registered for each Azure subscription; AWS has no such thing.",
}
"""Files that one cloud alone has, each with the reason."""
CAPABILITIES = sorted(name for name, made in vars(Cloud).items() if name[0].isupper() and not isinstance(made, property) and inspect.isfunction(made))


def component(cloud: CloudName, name: str) -> type[pulumi.ComponentResource]:
    made = getattr(CLOUDS[cloud], name)
    assert isinstance(made, type), f"components.{cloud}.{name} is no class"
    assert issubclass(made, pulumi.ComponentResource), f"components.{cloud}.{name} is no component"
    return made


def examples(cloud: CloudName, name: str) -> list[object]:
    kind = getattr(contracts, f"{name}Args")
    chosen = [value for module in SUBJECTS[cloud] for value in vars(module).values() if type(value) is kind]
    assert chosen, f"tests/components/{cloud} has no example of {name}Args in its subjects"
    return chosen


def test_a_cloud_exports_what_the_protocol_names_and_nothing_else() -> None:
    names = {name for name in vars(Cloud) if not name.startswith("_")}
    assert len(CAPABILITIES) > 10
    for cloud, module in CLOUDS.items():
        assert set(module.__all__) == names, cloud


@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_capability_takes_the_contracts_arguments(name: str) -> None:
    args = getattr(contracts, f"{name}Args")
    for cloud in CLOUDS:
        taken = inspect.signature(component(cloud, name).__init__, eval_str=True).parameters
        assert list(taken) == ["self", "name", "args", "opts"], f"{cloud}.{name}"
        annotation = taken["args"].annotation
        assert (typing.get_origin(annotation) or annotation) is args, f"{cloud}.{name}"


@cache
def built(cloud: CloudName, name: str) -> tuple[frozenset[str], pulumi.ComponentResource, Mapping[str, object]]:
    """The component made of each example of its arguments: which arguments were read, the last of them, and the outputs it registered."""
    made, read = component(cloud, name), set[str]()
    registered: list[tuple[pulumi.ComponentResource, Mapping[str, object]]] = []
    original = made.register_outputs

    def register(self: pulumi.ComponentResource, outputs: Mapping[str, object]) -> None:
        if type(self) is made:
            registered.append((self, outputs))

    made.register_outputs = register  # type: ignore[method-assign]
    chosen = examples(cloud, name)
    try:
        for example in chosen:
            planned(lambda example=example: _make(cloud, made, _watched(example, read)), cloud)
    finally:
        made.register_outputs = original  # type: ignore[method-assign]
    assert len(registered) == len(chosen), f"{cloud}.{name} does not register its outputs once"
    return frozenset(read), *registered[-1]


def _make(cloud: CloudName, made: type[pulumi.ComponentResource], args: object) -> None:
    made("it", args, pulumi.ResourceOptions(provider=provider_of(cloud)))  # type: ignore[call-arg]


def provider_of(cloud: CloudName) -> pulumi.ProviderResource:
    return CLOUDS[cloud].deploy_provider(_tenancy(cloud), _region(cloud), contracts.platform_owner("ccp"))


def _tenancy(cloud: CloudName) -> Handle:
    return next(value for module in SUBJECTS[cloud] for value in vars(module).values() if isinstance(value, CLOUDS[cloud].TenancyHandle))


def _region(cloud: CloudName) -> str:
    return {"aws": "eu-west-2", "azure": "uksouth"}[cloud]


def _watched(args: object, read: set[str]) -> object:
    """The same arguments, which note in ``read`` who of them is asked for."""
    names = {field.name for field in fields(args)}  # type: ignore[arg-type]
    ready: list[bool] = []

    class Watched(type(args)):  # type: ignore[misc]
        def __getattribute__(self, name: str) -> object:
            if ready and name in names:
                read.add(name)
            return super().__getattribute__(name)

    watched = Watched(**{name: getattr(args, name) for name in names})
    ready.append(True)
    return watched


@pytest.mark.parametrize("cloud", sorted(CLOUDS))
@pytest.mark.parametrize("name", CAPABILITIES)
def test_every_argument_is_read_or_stands_in_the_table_of_what_a_cloud_cannot_do(name: str, cloud: CloudName) -> None:
    contract = f"{name}Args"
    promised = {field.name for field in fields(getattr(contracts, contract))}
    unread = promised - built(cloud, name)[0]
    excused = {argument for where, kind, argument in UNSUPPORTED if (where, kind) == (cloud, contract)}
    assert unread == excused, f"{cloud}.{name}: not read {sorted(unread - excused)}; in the table and read {sorted(excused - unread)}"


def test_the_table_of_what_a_cloud_cannot_do_names_real_arguments_with_a_reason() -> None:
    assert UNSUPPORTED
    for (cloud, contract, argument), reason in UNSUPPORTED.items():
        assert cloud in CLOUDS
        assert argument in {field.name for field in fields(getattr(contracts, contract))}, (contract, argument)
        assert len(reason.split()) > 4, f"{contract}.{argument}: say why"


@pytest.mark.parametrize("cloud", sorted(CLOUDS))
@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_capability_gives_the_contracts_outputs(name: str, cloud: CloudName) -> None:
    _, made, registered = built(cloud, name)
    promised = dict(_promised(name))
    assert promised
    for field in promised:
        assert getattr(made, field, None) is not None, f"{cloud}.{name} has no output {field}"
    # A provider, and what a network is to have, are handed on in the program; they are nothing that a state could hold.
    kept = {field for field, kind in promised.items() if kind is not pulumi.ProviderResource and typing.get_origin(kind) is not Sequence}
    assert kept <= set(registered) <= set(promised), f"{cloud}.{name} registers other outputs than the contract's"


def _promised(name: str) -> Iterator[tuple[str, object]]:
    """Properties of the capability's outputs, with their types."""
    for field, member in vars(getattr(contracts, f"{name}Outputs")).items():
        if isinstance(member, property) and member.fget is not None:
            yield field, typing.get_type_hints(member.fget)["return"]


def test_whoever_has_read_one_cloud_finds_the_other() -> None:
    """The same files under the same names; what one cloud alone has is listed with the reason."""
    held = {cloud: set(_files(cloud)) for cloud in CLOUDS}
    assert len(held["aws"]) > 30
    only = {(cloud, path) for cloud in CLOUDS for path in held[cloud] - set.intersection(*held.values())}
    excused = {(cloud, path) for cloud, path in only if (cloud, path) in ONE_SIDED or (cloud, path.split("/")[0]) in ONE_SIDED}
    assert not only - excused, f"on one cloud alone: {sorted(only - excused)}"
    assert all(any(place in (path, path.split("/")[0]) for cloud, path in only if cloud == where) for where, place in ONE_SIDED)


def _files(cloud: str) -> Iterator[str]:
    folder = ROOT / "components" / cloud
    for path in folder.rglob("*.py"):
        relative = path.relative_to(folder)
        if relative.name != "__init__.py" and Path("__pycache__") not in relative.parents:
            yield str(relative)
