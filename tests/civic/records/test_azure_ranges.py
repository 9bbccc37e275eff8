"""Ranges of Azure's networks are ones that its hub leads past the firewall, and that no service of Azure's keeps for itself."""

import pytest
from pydantic import ValidationError

from civic.records.platform import AzureCell, AzurePlace, Place

RANGES = [("100.64.0.0/12", "leads no other past its firewall"), ("51.64.0.0/10", "leads no other"), ("172.30.0.0/20", "Container Apps keeps")]


@pytest.mark.parametrize(("block", "reason"), RANGES)
def test_bodies_and_cells_lie_where_the_hub_leads(block: str, reason: str):
    with pytest.raises(ValidationError, match=reason):
        AzurePlace(zones=("1", "2"), hub="10.0.0.0/20", bodies=(block,))
    with pytest.raises(ValidationError, match=reason):
        AzureCell(region="uksouth", range=block, domain="apps.commons.example")


@pytest.mark.parametrize("block", ["10.128.0.0/10", "172.16.0.0/16", "192.168.0.0/16"])
def test_private_ranges_are_taken(block: str):
    assert AzurePlace(zones=("1", "2"), hub="10.0.0.0/20", bodies=(block,)).bodies == (block,)


def test_a_supernet_that_holds_what_is_kept_is_refused():
    with pytest.raises(ValidationError, match="Container Apps keeps"):
        AzurePlace(zones=("1", "2"), hub="10.0.0.0/20", bodies=("172.16.0.0/12",))


def test_the_other_cloud_has_other_rules():
    assert Place(zones=("a", "b"), hub="10.0.0.0/20", bodies=("100.64.0.0/12",)).bodies
