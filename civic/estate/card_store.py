"""Where cards lie: a folder, or beside the state in the cloud's own store. One interface, chosen by address.

| address | what it is |
|---|---|
| ``file:///FOLDER`` | a folder: what was published, the offline engine's, a rehearsal's |
| ``s3://BUCKET/PREFIX?region=REGION&key=KEY`` | objects of a bucket, encrypted with the KMS key of that id, ARN or ``alias/NAME`` |
| ``azblob://CONTAINER/PREFIX?storage_account=ACCOUNT`` | blobs of a container |

The clouds' libraries are imported by the two stores that need them, and with nothing else.
"""

from functools import lru_cache
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from civic.errors import InputError
from civic.estate.card_files import LARGEST, PUBLISHED, CardFile, parse_card
from civic.files import write
from civic.input_files import UnreadableFile, printable, read_bytes, utf8
from civic.records.errors import Problem, RecordError

VARIABLE = "CIVIC_CARDS"
"""Variable with the address of another store than the records imply: for tests, rehearsals and simulated clouds."""
FORMS = "file:///FOLDER, s3://BUCKET/PREFIX?region=REGION&key=KEY or azblob://CONTAINER/PREFIX?storage_account=ACCOUNT"


class NoCard(Exception):
    """The store has no card of this stack."""


class StoreRefused(InputError):
    """The store cannot be reached, or does not allow this. The message says who, what and which object."""


class CardStore(Protocol):
    """Cards by the name of their stack."""

    def shown(self, stack: str) -> str:
        """Where the card of a stack is, as messages show it."""
        ...

    def read(self, stack: str) -> bytes:
        """The document of a stack. Raises ``NoCard``; ``UnreadableFile`` for one that is too large; ``StoreRefused``."""
        ...

    def write(self, stack: str, text: str) -> None:
        """Put a stack's document in place of the one before, whole or not at all. Raises ``StoreRefused`` and ``OSError``."""
        ...


class FolderStore:
    """Cards as ``<stack>.json`` in a folder."""

    def __init__(self, folder: Path, shown: str = "") -> None:
        self._folder, self._shown = folder, shown or str(folder)

    def shown(self, stack: str) -> str:
        return f"{self._shown}/{stack}.json"

    def read(self, stack: str) -> bytes:
        try:
            return read_bytes(self._folder / f"{stack}.json", self.shown(stack), LARGEST)
        except FileNotFoundError:
            raise NoCard(stack) from None

    def write(self, stack: str, text: str) -> None:
        write(self._folder / f"{stack}.json", text)


class PublishedStore(FolderStore):
    """What an estate holds of cards that were published: ``estate/published``, which nobody may point elsewhere."""

    def __init__(self, estate: Path) -> None:
        super().__init__(estate / PUBLISHED, f"{estate.name}/{PUBLISHED}")
        self._estate = estate

    def read(self, stack: str) -> bytes:
        if self._folder.resolve() != self._estate.resolve() / PUBLISHED:
            raise UnreadableFile(self._shown, "a symbolic link", "a folder of its own")
        return super().read(stack)


@lru_cache(maxsize=8)
def card_store(address: str) -> CardStore:
    """The store at an address; nothing is reached before a card is read or written. Raises ``InputError`` for an address that is none."""
    try:
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise _no_address(address) from None
    prefix = parts.path.strip("/")
    match parts.scheme, sorted(query):
        case "file", [] if not parts.netloc and parts.path.startswith("/"):
            return FolderStore(Path(unquote(parts.path)))
        case "s3", ["key", "region"] if parts.netloc and prefix:
            from civic.estate.card_store_s3 import BucketStore

            return BucketStore(parts.netloc, prefix, **query)
        case "azblob", ["storage_account"] if parts.netloc and prefix:
            from civic.estate.card_store_blob import ContainerStore, container_client

            return ContainerStore(container_client(query["storage_account"], parts.netloc), prefix)
        case _:
            raise _no_address(address)


def _no_address(address: str) -> InputError:
    return InputError(f"{VARIABLE}: found {printable(address)}; allowed: {FORMS}")


def read_card(store: CardStore, stack: str, first: str) -> CardFile:
    """The card of ``stack``. ``first`` is what to do where it is missing, older or another's, such as "run ... first".

    Raises ``RecordError`` and ``StoreRefused``.
    """
    shown = store.shown(stack)
    try:
        return parse_card(utf8(store.read(stack), shown), shown, stack, first)
    except NoCard:
        raise RecordError([Problem(shown, 0, "", f"no card of {stack}", "its card", first)]) from None
    except UnreadableFile as error:
        raise RecordError([Problem(error.file, error.line, "", error.found, error.allowed, error.hint or first)]) from None
