"""Providers on AWS: each acts as one role, refuses every other account, and tags what it makes as its owner's."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from components import aws
from components.aws.handles import TenancyHandle
from components.contracts import ContractError
from tests.components.aws.hosting_subjects import HOSTING_ACCOUNT, HOSTING_CELL, HOSTING_TENANCY, TENANTS, cell_handle
from tests.components.aws.subjects import MANAGEMENT, NETWORK_ACCOUNT, NETWORK_TENANCY, PLATFORM, REGION
from tests.planning import planned

CELL = cell_handle(HOSTING_CELL)


def inputs_of(make: Callable[[], object], name: str) -> Mapping[str, Any]:
    return planned(make).named(name).inputs


def roles(inputs: Mapping[str, Any]) -> list[str]:
    return [role["roleArn"] for role in json.loads(inputs["assumeRoles"])] if "assumeRoles" in inputs else []


@pytest.mark.parametrize(
    ("make", "name", "account", "role", "layer"),
    [
        (lambda: aws.management_provider("management", MANAGEMENT, REGION, PLATFORM), "platform-management", MANAGEMENT, [], {}),
        (
            lambda: aws.platform_provider("network-eu-west-2", NETWORK_TENANCY, REGION, PLATFORM),
            "platform-network-eu-west-2",
            NETWORK_ACCOUNT,
            [NETWORK_TENANCY.deploy],
            {"layer": "network"},
        ),
    ],
)
def test_a_platforms_provider_is_pinned(make: Callable[[], object], name: str, account: str, role: list[str], layer: dict[str, str]):
    inputs = inputs_of(make, name)
    assert json.loads(inputs["allowedAccountIds"]) == [account]
    assert roles(inputs) == role
    assert json.loads(inputs["defaultTags"])["tags"] == {**PLATFORM.tags, **layer}


def test_a_platforms_account_in_which_no_layer_has_a_role_is_refused():
    nobodys = TenancyHandle(account=NETWORK_ACCOUNT, deploy="", application="")
    with pytest.raises(ContractError, match="no layer has a role in the account of provider 'security'"):
        aws.platform_provider("security", nobodys, REGION, PLATFORM)


@pytest.mark.parametrize("tenant", TENANTS, ids=lambda tenant: tenant.key)
def test_a_tenants_provider_acts_in_its_own_place_under_its_own_tag(tenant: Any):
    inputs = inputs_of(lambda: aws.tenant_provider(CELL, HOSTING_TENANCY, REGION, tenant), f"tenant-{tenant.key}-{REGION}")
    assert json.loads(inputs["allowedAccountIds"]) == [HOSTING_ACCOUNT]
    assert roles(inputs) == [CELL.tenants[tenant.key]]
    assert json.loads(inputs["defaultTags"])["tags"]["owner"] == tenant.key


def test_a_stranger_has_no_place_in_a_cell():
    with pytest.raises(ContractError, match=r"no place for 'platform'; its tenants are north, north-shire, north\.test"):
        aws.tenant_provider(CELL, HOSTING_TENANCY, REGION, PLATFORM)


def test_endpoints_that_hosting_needs_come_once():
    names = [endpoint.name for endpoint in aws.private_endpoints(("kms", "sns"), hosting=True)]
    assert names == ["kms", "sns", "logs", "secretsmanager", "ssm", "sts", "ecr-api", "ecr-dkr", "monitoring"]
    assert [endpoint.service for endpoint in aws.private_endpoints(("ecr.api",), hosting=False)] == ["ecr.api"]
