"""What the platform was deployed with and no edit changes: the published card of its bootstrap shows it, and a platform record that contradicts it is refused."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue

from civic.estate.card_files import card_path
from civic.estate.card_store import PublishedStore, read_card
from civic.records.errors import Problem, RecordError
from civic.records.owners import PLATFORM
from civic.records.platform import PlatformRecord
from civic.records.reading import Text

PAGE = "docs/how-to/changes.md"
AWS, AZURE = "aws", "azure"
AWS_KEY = re.compile(r"arn:[^:]+:kms:(?P<home>[^:]+):(?P<account>\d{12}):")
AZURE_KEY = re.compile(r"/subscriptions/(?P<account>[0-9a-f-]{36})/", re.IGNORECASE)
STORE = re.compile(r"(?:s3://(?P<aws>[a-z0-9]+)-state-|azblob://.*[?&]storage_account=(?P<azure>[a-z0-9]+?)state[0-9a-f]{8}$)")
"""The state store's address, which begins with the platform's code (``components.state_store``)."""


def refuse_another_platform(platform: PlatformRecord, root: Path, text: Text) -> None:
    """Raises ``RecordError`` where the record names another account, home or code than state and keys are in. What no card shows may still change."""
    problems = [each for cloud in platform.clouds for each in _on_one_cloud(platform, cloud, root, text)]
    if problems:
        raise RecordError(problems)


def _on_one_cloud(platform: PlatformRecord, cloud: str, root: Path, text: Text) -> Iterator[Problem]:
    stack = f"{PLATFORM}-{cloud}-bootstrap"
    if not card_path(root, stack).is_file():
        return
    try:
        values = read_card(PublishedStore(root), stack, "").values
    except RecordError:
        # Whoever reads the card says what is wrong with it, and 'civic publish' must be able to write it anew.
        return
    section = platform.cloud(cloud)
    account = {AWS: getattr(section, "management_account", ""), AZURE: getattr(section, "management_subscription", "")}[cloud]
    wanted = {
        (cloud, {AWS: "management_account", AZURE: "management_subscription"}[cloud]): account,
        (cloud, "home"): section.home if section else "",
        ("code",): platform.code,
    }
    for path, deployed in _deployed(cloud, values).items():
        if deployed and wanted[path].casefold() != deployed.casefold():
            allowed = f"'{deployed}', with which {stack} is deployed (its published card)"
            keep = f"put '{deployed}' back: state and keys of every stack are in the one, and would be made anew, empty, in the other ({PAGE})"
            yield text.problem(path, f"'{wanted[path]}'", allowed, keep)


def _deployed(cloud: str, values: Mapping[str, JsonValue]) -> dict[tuple[str, ...], str]:
    """What a card of a bootstrap shows, by place in the record. Ids of Azure's keys say no region."""
    ids = values.get("key_ids")
    first = next((each for each in ids.values() if isinstance(each, str)), "") if isinstance(ids, Mapping) else ""
    key = {AWS: AWS_KEY, AZURE: AZURE_KEY}[cloud].match(first)
    store = STORE.match(str(values.get("state") or ""))
    shown = {("code",): (store and store[cloud]) or ""}
    if cloud == AWS:
        return shown | {(AWS, "management_account"): key["account"] if key else "", (AWS, "home"): key["home"] if key else ""}
    return shown | {(AZURE, "management_subscription"): key["account"] if key else ""}
