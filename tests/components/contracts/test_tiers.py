"""The one table of tiers, and where subnets lie."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.contracts import REGION, TIERS, ZONES, ContractError, SubnetKey, free_slots, of_tier, subnet_ranges, tier_named, tiers_on
from components.contracts.words import CloudName

CLOUDS: tuple[CloudName, ...] = ("aws", "azure")
BLOCKS = st.integers(16, 22).flatmap(lambda length: st.integers(0, 2**12 - 1).map(lambda number: IPv4Network((number * 2**16 + (10 << 24), length))))


@pytest.mark.parametrize("cloud", CLOUDS)
@given(block=BLOCKS)
def test_no_two_subnets_of_one_cloud_overlap_and_all_lie_in_the_block(cloud: CloudName, block: IPv4Network) -> None:
    ranges = subnet_ranges(block, ZONES, [tier.name for tier in TIERS.values() if cloud in tier.clouds])
    pairs = list(combinations(ranges.values(), 2))
    assert len(pairs) > 20
    assert not [pair for pair in pairs if pair[0].overlaps(pair[1])]
    assert all(subnet.subnet_of(block) for subnet in ranges.values())


@given(block=BLOCKS, names=st.permutations(sorted(TIERS)), zones=st.sampled_from([("a", "b"), ("b", "a"), ("a", "b", "c"), ("c",)]))
def test_neither_order_nor_company_moves_a_subnet(block: IPv4Network, names: list[str], zones: tuple[str, ...]) -> None:
    whole = subnet_ranges(block, ZONES, sorted(TIERS))
    chosen = subnet_ranges(block, zones, names[:3])
    assert chosen
    assert all(whole[key] == subnet for key, subnet in chosen.items())


@pytest.mark.parametrize("cloud", CLOUDS)
def test_slots_are_free_for_another_tier(cloud: CloudName) -> None:
    assert free_slots(cloud, "zonal", 3)
    assert free_slots(cloud, "regional", 2)


def test_free_slots_are_those_that_no_tier_lies_in() -> None:
    assert 0 not in free_slots("aws", "zonal", 1)
    assert free_slots("aws", "zonal", 1) == ()
    assert free_slots("azure", "regional", 2) == (1,)


def test_an_unknown_tier_is_refused_with_the_nearest() -> None:
    with pytest.raises(ContractError, match=r"found 'aplication'; allowed: application, .*; did you mean 'application'\?"):
        tier_named("aplication")
    with pytest.raises(ContractError, match="found 'edge'"):
        tiers_on("azure", ("application", "edge"), hosting=False)
    with pytest.raises(ContractError, match="found 'd'; allowed: a, b, c"):
        subnet_ranges(IPv4Network("10.0.0.0/22"), ("d",), ("data",))
    with pytest.raises(ContractError, match="too small"):
        subnet_ranges(IPv4Network("10.0.0.0/28"), ("a",), ("data",))


def test_each_cloud_has_its_own_way_to_the_hub_and_hosting_its_tiers() -> None:
    assert "attachment" in tiers_on("aws", (), hosting=False)
    assert "door" not in tiers_on("aws", (), hosting=True)
    assert "door" in tiers_on("azure", (), hosting=False)
    assert {"entry", "environment"} <= set(tiers_on("azure", ("application",), hosting=True))
    assert "entry" not in tiers_on("azure", ("application",), hosting=False)


def test_a_regional_tier_has_one_subnet_for_all_zones() -> None:
    keys = [key for key in subnet_ranges(IPv4Network("10.0.0.0/22"), ZONES, ("entry", "data"))]
    assert [key for key in keys if key.tier == "entry"] == [SubnetKey("entry", REGION)]
    assert [key.name for key in keys if key.tier == "data"] == ["data-a", "data-b", "data-c"]


def test_values_of_a_tier_come_in_order_of_zone() -> None:
    held = {SubnetKey("data", "b"): "second", SubnetKey("entry", REGION): "other", SubnetKey("data", "a"): "first"}
    assert of_tier(held, "data") == ["first", "second"]
