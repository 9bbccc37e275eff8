"""Handles travel on cards: what is written is what is read, and a card that is not one says where."""

import json
import typing
from collections.abc import Mapping
from dataclasses import fields

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.aws import handles as aws
from components.azure import handles as azure
from components.contracts import CardError, CardReader, Handle, SubnetKey

HANDLES = [
    kind for module in (aws, azure) for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Handle) and kind is not Handle
]
TEXT = st.text(min_size=1, max_size=20)


def values(kind: type[Handle]) -> st.SearchStrategy[Handle]:
    """Handles of one kind with any texts."""
    hints = typing.get_type_hints(kind, localns={"Output": pulumi.Output, "T": str})
    return st.builds(kind, **{field.name: _value(hints[field.name]) for field in fields(kind)})


def _value(hint: object) -> st.SearchStrategy[object]:
    if isinstance(hint, type) and issubclass(hint, Handle):
        return values(hint)
    if typing.get_origin(hint) is not None and isinstance(typing.get_origin(hint), type) and issubclass(typing.get_origin(hint), Mapping):
        key = typing.get_args(hint)[0]
        keys = st.builds(SubnetKey, st.sampled_from(["application", "data"]), st.sampled_from(["a", "b"])) if key is SubnetKey else TEXT
        return st.dictionaries(keys, TEXT, max_size=3)
    return TEXT


@pytest.mark.parametrize("kind", HANDLES, ids=lambda kind: f"{kind.__module__.split('.')[1]}.{kind.__name__}")
@given(data=st.data())
def test_a_handle_comes_back_from_its_card(kind: type[Handle], data: st.DataObject) -> None:
    handle = data.draw(values(kind))
    card = json.loads(json.dumps(handle.to_card()))
    assert kind.from_card(CardReader(card)) == handle


def test_both_clouds_have_the_same_handles() -> None:
    names = [{kind.__name__ for kind in HANDLES if kind.__module__ == module.__name__} for module in (aws, azure)]
    assert len(names[0]) == 6
    assert names[0] == names[1]


def test_a_card_without_a_field_says_which() -> None:
    handle = aws.HubHandle(gateway="tgw-1", spokes="tgw-rtb-1", inspected="tgw-rtb-2", profile="rp-1", query_log="rqlc-1")
    card = dict(handle.to_card())
    del card["profile"]
    with pytest.raises(CardError, match=r"'hubs.eu-west-2.profile' is not on the card"):
        CardReader({"hubs": {"eu-west-2": card}}).handles("hubs", aws.HubHandle)


@pytest.mark.parametrize(
    ("card", "said"), [("text", "'the card' is not a mapping"), ({"vpc": ["vpc-1"]}, "'vpc' is not a text"), (None, "a mapping")]
)
def test_a_card_of_another_shape_is_refused(card: object, said: str) -> None:
    with pytest.raises(CardError, match=said):
        aws.NetworkHandle.from_card(CardReader(card))


def test_a_foreign_handle_is_refused() -> None:
    foreign = azure.TenancyHandle(subscription="s", deploy="d", application="a").to_card()
    with pytest.raises(CardError, match="'account' is not on the card"):
        aws.TenancyHandle.from_card(CardReader(foreign))
