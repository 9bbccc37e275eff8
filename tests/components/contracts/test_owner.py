"""Whose a thing is: names and tags, the same words on every cloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.contracts import ContractError, Owner, platform_owner
from components.naming import RULES

KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,40}[a-z0-9]", fullmatch=True).filter(lambda key: key != "platform")
TAGS = {"data-classification", "environment", "managed-by", "organisation", "owner", "platform"}


@given(key=KEYS)
def test_a_test_tenancy_is_another_owner_of_the_same_body(key: str) -> None:
    live, test = Owner(platform="ccp", organisation=key), Owner(platform="ccp", organisation=key, environment="test")
    assert live.key == key
    assert test.key == f"{key}.test"
    assert live.tags["organisation"] == test.tags["organisation"] == key
    assert live.tags["owner"] != test.tags["owner"]


@given(key=KEYS, kind=st.sampled_from(sorted(RULES)))
def test_no_two_environments_share_a_physical_name(key: str, kind: str) -> None:
    live, test = Owner(platform="ccp", organisation=key), Owner(platform="ccp", organisation=key, environment="test")
    assert live.name(kind, "state") != test.name(kind, "state")


@pytest.mark.parametrize("kind", sorted(RULES))
def test_a_body_called_like_anothers_test_tenancy_has_names_of_its_own(kind: str) -> None:
    test, stranger = Owner(platform="ccp", organisation="northshire", environment="test"), Owner(platform="ccp", organisation="northshire-test")
    assert test.name(kind, "state") != stranger.name(kind, "state")


def test_tags_say_whose_what_and_how_sensitive() -> None:
    owner = Owner(platform="ccp", organisation="harbours", classification="official-sensitive")
    assert dict(owner.tags) == {
        "data-classification": "official-sensitive",
        "environment": "live",
        "managed-by": "civic-cloud",
        "organisation": "harbours",
        "owner": "harbours",
        "platform": "ccp",
    }
    assert set(platform_owner("ccp").tags) == TAGS


def test_the_platform_has_no_name_of_a_body_and_no_test_environment() -> None:
    assert platform_owner("ccp").name("aws:role", "network") == "ccp-network"
    assert platform_owner("ccp").classification == "official-sensitive"
    with pytest.raises(ContractError, match="environment: the platform has no 'test' environment"):
        Owner(platform="ccp", environment="test")
