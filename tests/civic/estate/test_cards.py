"""The card of a stack as a file: what is written is read again, and nothing else is taken for one."""

import json
from pathlib import Path

import pytest

from civic.estate.card_files import CardFile, card_key, card_path, parse_card, read_card
from civic.plan.wire import HIDDEN, SECRET, SIGNATURE
from civic.records.errors import RecordError

STACK = "northshire-aws-tenancy"
FIRST = f"run 'pulumi up -s {STACK}' first"
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
    assert card_key(STACK) == "cards/northshire-aws-tenancy.json"


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
        f"{SHOWN}: planned: found unknown key 'planned'; allowed: commit, plan, stack, written; did you mean 'plan'?",
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


def test_files(tmp_path: Path) -> None:
    root = tmp_path / "estate"
    path = card_path(root, STACK)
    assert path == root / "published" / f"{STACK}.json"
    path.parent.mkdir(parents=True)

    def problem() -> str:
        with pytest.raises(RecordError) as refusal:
            read_card(path, SHOWN, STACK, FIRST)
        return str(refusal.value)

    assert problem() == f"{SHOWN}: found no card of {STACK}; allowed: its card; {FIRST}"
    path.write_bytes(b"\xff\xfe")
    assert problem() == f"{SHOWN}:1: found a byte that is not UTF-8 (0xff); allowed: UTF-8 text; save the file as UTF-8"
    path.write_text(CARD.serialise(), encoding="utf-8-sig")
    assert read_card(path, SHOWN, STACK, FIRST) == CARD
    elsewhere = tmp_path / "elsewhere"
    path.parent.rename(elsewhere)
    path.parent.symlink_to(elsewhere)
    assert problem() == f"estate/published: found a symbolic link; allowed: a folder of its own; {FIRST}"


def test_no_secret_is_ever_written() -> None:
    card = CardFile(STACK, "", "a" * 64, "2026-11-24", {"key": {"inner": ENVELOPE}, "open": "x"})
    with pytest.raises(RecordError, match=r"values.key: found a secret \(value not shown\)"):
        card.serialise()
