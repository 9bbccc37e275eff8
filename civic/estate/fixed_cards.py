"""What was deployed and no edit changes, as published cards show it: a record that contradicts them is refused.

Of the platform the bootstrap's card, of a body the tenancy's; what else a body is deployed with, its ledger holds (``civic.estate.fixed_checks``).
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue

from civic.estate.card_files import card_path
from civic.estate.card_store import PublishedStore, read_card
from civic.records.errors import Problem, RecordError
from civic.records.organisation import OrganisationRecord
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


def other_tenancies(record: OrganisationRecord, root: Path, text: Text) -> list[Problem]:
    """Each cloud on which the record of one owner names another account than its tenancy is in. Before its landing zone the ledger says nothing."""
    problems: list[Problem] = []
    for cloud, choice in record.clouds.items():
        stack, wanted = f"{record.owner}-{cloud}-tenancy", choice.existing
        tenancy = _published(root, stack).get("tenancy") if wanted else None
        deployed = tenancy.get({AWS: "account", AZURE: "subscription"}[cloud]) if isinstance(tenancy, Mapping) else None
        if deployed and deployed != wanted:
            allowed = f"'{deployed}', with which {stack} is deployed (its published card)"
            keep = f"put that back, or leave 'existing' away if the platform made it; a move is a body of its own ({PAGE})"
            problems.append(text.problem(("clouds", cloud, "existing"), f"'{wanted}'", allowed, keep))
    return problems


def _published(root: Path, stack: str) -> Mapping[str, JsonValue]:
    """What a published card holds; nothing where there is none that can be read."""
    if not card_path(root, stack).is_file():
        return {}
    try:
        return read_card(PublishedStore(root), stack, "").values
    except RecordError:
        # Whoever needs the card says what is wrong with it, and 'civic publish' must be able to write it anew.
        return {}


def _on_one_cloud(platform: PlatformRecord, cloud: str, root: Path, text: Text) -> Iterator[Problem]:
    stack = f"{PLATFORM}-{cloud}-bootstrap"
    values = _published(root, stack)
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
