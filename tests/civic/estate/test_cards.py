"""The card of a stack as a file: what is written is read again, and nothing else is taken for one."""

import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.estate.card_files import CardFile, parse_card
from civic.plan.wire import HIDDEN, SECRET, SIGNATURE
from civic.records.errors import RecordError

STACK = "northshire-aws-tenancy"
FIRST = f"run 'pulumi up -s {STACK}' and 'civic card put {STACK}' first"
SHOWN = f"estate/published/{STACK}.json"
CARD = CardFile(
    STACK, "0" * 40, "a" * 64, "2026-11-24", {"tenancy": "111122223333", "zones": ["a", "b"], "hubs": {"eu-west-2": {"transit": "tgw-1"}}}
)
DOCUMENT = json.loads(CARD.serialise())
ENVELOPE = {SIGNATURE: SECRET, "ciphertext": "v1:x"}


def read(text: str) -> CardFile:
    return parse_card(text, SHOWN, STACK, FIRST)


def refused(text: str) -> str:
    with pytest.raises(RecordError) as refusal:
        read(text)
    return str(refusal.value)


def test_what_is_written_is_read_again() -> None:
    assert read(CARD.serialise()) == CARD
    assert list(DOCUMENT) == ["schema", "stack", "commit", "plan", "written", "values"]
    assert DOCUMENT["schema"] == 1


def test_where_the_commit_is_not_known() -> None:
    card = CardFile(STACK, "", "a" * 64, "2026-11-24", {})
    assert read(card.serialise()) == card


REFUSED = {
    "older": ({**DOCUMENT, "schema": 0}, f"{SHOWN}: schema: found 0; allowed: 1; {FIRST}"),
    "without a version": ({key: DOCUMENT[key] for key in DOCUMENT if key != "schema"}, f"{SHOWN}: schema: found null; allowed: 1; {FIRST}"),
    "true is no version": ({**DOCUMENT, "schema": True}, f"{SHOWN}: schema: found true; allowed: 1; {FIRST}"),
    "another stack's": (
        {**DOCUMENT, "stack": "westholm-aws-tenancy"},
        f"{SHOWN}: stack: found 'westholm-aws-tenancy'; allowed: '{STACK}'; {FIRST}",
    ),
    "no digest": ({**DOCUMENT, "plan": "a"}, f"{SHOWN}: plan: found 'a'; allowed: a SHA-256 digest of 64 hexadecimal digits"),
    "no commit": ({**DOCUMENT, "commit": "HEAD"}, f"{SHOWN}: commit: found 'HEAD'; allowed: a git commit of 40 hexadecimal digits, or nothing"),
    "no day": ({**DOCUMENT, "written": "today"}, f"{SHOWN}: written: found 'today'; allowed: a real date as \"YYYY-MM-DD\""),
    "unknown key": (
        {**DOCUMENT, "planned": "x"},
        f"{SHOWN}: planned: found unknown key 'planned'; allowed: commit, ledger, plan, stack, written; did you mean 'plan'?",
    ),
    "no values": ({**DOCUMENT, "values": []}, f"{SHOWN}: values: found no mapping of names to outputs; allowed: the outputs of {STACK}; {FIRST}"),
    "a list": ([], f"{SHOWN}: found no mapping of keys to values; allowed: the card of {STACK}; {FIRST}"),
    "a secret": (
        {**DOCUMENT, "values": {"keys": {"a": [ENVELOPE]}}},
        f"{SHOWN}: values.keys: found a secret (value not shown); allowed: outputs that others may read: a card is never secret",
    ),
    "a secret that the command hid": (
        {**DOCUMENT, "values": {"key": HIDDEN}},
        f"{SHOWN}: values.key: found a secret (value not shown); allowed: outputs that others may read: a card is never secret",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_card(case: str) -> None:
    document, message = REFUSED[case]
    assert refused(json.dumps(document)) == message


TEXTS = {
    "cut off": ('{"schema": 1', f"{SHOWN}:1: found malformed JSON (Expecting ',' delimiter); allowed: JSON; {FIRST}"),
    "a key twice": ('{"schema": 1, "schema": 1}', f"{SHOWN}: found the key 'schema' a second time; allowed: each key once; {FIRST}"),
    "no number": ('{"schema": NaN}', f"{SHOWN}: found NaN; allowed: a number that JSON has; {FIRST}"),
    "deep": ("[" * 100 + "]" * 100, f"{SHOWN}: found nesting deeper than 64; allowed: flatter data; {FIRST}"),
    "deep enough to break a parser": ("[" * 200_000, f"{SHOWN}: found nesting deeper than 64; allowed: flatter data; {FIRST}"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_what_is_no_json(case: str) -> None:
    text, message = TEXTS[case]
    assert refused(text) == message


def test_no_secret_is_ever_written() -> None:
    card = CardFile(STACK, "", "a" * 64, "2026-11-24", {"key": {"inner": ENVELOPE}, "open": "x"})
    with pytest.raises(RecordError, match=r"values.key: found a secret \(value not shown\)"):
        card.serialise()


# What Pulumi's outputs can be: numbers are doubles, and a key is any text.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
).filter(lambda value: HIDDEN not in json.dumps(value) and SIGNATURE not in json.dumps(value))
VALUES = st.dictionaries(st.text(), JSON, max_size=5)
CARDS = st.builds(
    CardFile, st.just(STACK), st.just("") | st.from_regex(r"[0-9a-f]{40}", fullmatch=True), st.just("a" * 64), st.just("2026-11-24"), VALUES
)


@given(CARDS)
def test_any_card_is_read_as_it_was_written(card: CardFile) -> None:
    assert read(card.serialise()) == card


@given(VALUES)
def test_equal_values_give_equal_bytes(values: Mapping[str, object]) -> None:
    other = dict(reversed(list(values.items())))
    texts = {CardFile(STACK, "", "a" * 64, "2026-11-24", each).serialise() for each in (values, other)}
    assert len(texts) == 1


SECRETS = st.sampled_from([ENVELOPE, {SIGNATURE: SECRET, "value": "hunter2"}, {SIGNATURE: SECRET, "plaintext": '"hunter2"'}, HIDDEN])


@given(VALUES, st.text(), SECRETS, st.lists(st.text() | st.none(), max_size=5))
def test_no_secret_gets_in_however_deep(values: Mapping[str, object], name: str, secret: object, way: list[str | None]) -> None:
    """Neither written nor read: each step of ``way`` is a key, or a place in a list."""
    for step in way:
        secret = [0, secret] if step is None else {step: secret}
    card = CardFile(STACK, "", "a" * 64, "2026-11-24", {**values, name: secret})
    with pytest.raises(RecordError, match=re.escape("found a secret (value not shown)")) as written:
        card.serialise()
    told = refused(json.dumps({**DOCUMENT, "values": card.values}))
    assert "hunter2" not in f"{written.value}{told}"
