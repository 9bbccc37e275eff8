"""Stores of cards by address, and the folder among them: what is put is read, whole, and what cannot be is told with what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from civic.errors import InputError
from civic.estate.card_files import CardFile
from civic.estate.card_store import FolderStore, NoCard, PublishedStore, card_store, read_card
from civic.records.errors import RecordError
from tests.planning import ROOT

STACK = "northshire-aws-tenancy"
FIRST = f"run 'pulumi up -s {STACK}' and 'civic card put {STACK}' first"
CARD = CardFile(STACK, "0" * 40, "a" * 64, "2026-11-24", {"tenancy": {"account": "111122223333"}})


def test_a_folder_gives_what_was_put(tmp_path: Path) -> None:
    store = card_store((tmp_path / "a folder" / "cards").as_uri())
    with pytest.raises(NoCard):
        store.read(STACK)
    store.write(STACK, CardFile(STACK, "", "b" * 64, "2026-11-23", {}).serialise())
    store.write(STACK, CARD.serialise())
    assert read_card(store, STACK, FIRST) == CARD
    assert [path.name for path in (tmp_path / "a folder" / "cards").iterdir()] == [f"{STACK}.json"]


def test_a_card_that_cannot_be_put_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderStore(tmp_path)
    store.write(STACK, CARD.serialise())
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space left"):
        store.write(STACK, "half")
    assert read_card(store, STACK, FIRST) == CARD
    assert len(list(tmp_path.iterdir())) == 1


def told(store: FolderStore) -> str:
    with pytest.raises(RecordError) as refusal:
        read_card(store, STACK, FIRST)
    return str(refusal.value)


def test_what_is_published_is_the_estates_own(tmp_path: Path) -> None:
    root = tmp_path / "estate"
    store, shown = PublishedStore(root), f"estate/published/{STACK}.json"
    (root / "published").mkdir(parents=True)
    path = root / "published" / f"{STACK}.json"
    assert told(store) == f"{shown}: found no card of {STACK}; allowed: its card; {FIRST}"
    path.write_bytes(b"\xff\xfe")
    assert told(store) == f"{shown}:1: found a byte that is not UTF-8 (0xff); allowed: UTF-8 text; save the file as UTF-8"
    path.write_text(CARD.serialise(), encoding="utf-8-sig")
    assert read_card(store, STACK, FIRST) == CARD
    elsewhere = tmp_path / "elsewhere"
    path.parent.rename(elsewhere)
    path.parent.symlink_to(elsewhere)
    assert told(store) == f"estate/published: found a symbolic link; allowed: a folder of its own; {FIRST}"


@pytest.mark.parametrize(
    "address",
    [
        "", "cards", "/cards", "file:cards", "file://host/cards", "file:///cards?x=1", "s3://bucket", "s3://bucket/cards?region=eu-west-2",
        "s3:///cards?region=eu-west-2&key=k", "s3://bucket/cards?region=eu-west-2&key=k&more=1", "azblob://cards", "azblob://cards?storage_account=a",
        "https://example.org/cards", "s3://[bucket/cards", "s3://bucket/cards?region",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told_with_those_that_are(address: str) -> None:
    with pytest.raises(InputError, match=r"^CIVIC_CARDS: found .*; allowed: file:///FOLDER, s3://BUCKET/PREFIX"):
        card_store(address)


def test_the_clouds_libraries_are_loaded_by_their_stores_alone() -> None:
    """A plan reads folders, and would pay for them with every worker."""
    loaded = "[name for name in ('boto3', 'botocore', 'azure.storage.blob', 'azure.identity') if name in sys.modules]"
    code = f"""import sys
from civic.estate.card_store import card_store
import civic.commands.planning, stacks.cards
card_store('file:///cards')
print({loaded})
card_store('s3://bucket/cards?region=eu-west-2&key=alias/cards'), card_store('azblob://state/cards?storage_account=someaccount')
print(len({loaded}))"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["[]", "4"]
