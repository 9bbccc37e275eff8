"""The end of a plan, for whoever answers for it: bodies, what each has, what they share, and what needs a decision."""

from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from civic.estate.agreements import Agreement
from civic.estate.analogue_lines import analogue_lines
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.pending_actions import SWITCH_OFF
from civic.records.clouds import CLOUDS
from civic.records.organisation import OrganisationRecord
from civic.records.phone_numbers import how_many
from civic.reports.console import counted
from civic.reports.results import StackResult

VOICE = {"aws": "voice", "azure": "voice to applications alone, between no telephones,"}
"""What a cloud's voice is, in words: Azure's direct routing leads to applications on Communication Services."""


def bodies_table(estate: Estate, results: Sequence[StackResult]) -> Table:
    """One row for each body and cloud, the platform's own first."""
    table = Table(title=escape(estate.platform.name), title_justify="left", box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading, width in (("body", 26), ("cloud", 6), ("has", None), ("shares", None)):
        table.add_column(heading, overflow="fold", width=width)
    table.add_column("resources", justify="right")
    rows: dict[tuple[str, str], list[StackResult]] = {}
    for result in results:
        name = StackName.parse(result.stack)
        rows.setdefault((name.owner, name.cloud), []).append(result)
    for (owner, cloud), stacks in sorted(rows.items(), key=lambda row: (row[0][0] != "platform", row[0])):
        record = estate.owners.get(owner)
        broken = [StackName.parse(result.stack).layer for result in stacks if result.error]
        resources = str(sum(result.resources for result in stacks))
        table.add_row(
            escape(_title(record) if record else "the platform itself"),
            CLOUDS[cloud].title,
            escape("; ".join(_has(estate, record, cloud) if record else _platform_has(estate, cloud))),
            escape("; ".join(_shares(estate, owner, cloud))),
            f"[red]{', '.join(broken)} failed[/]" if broken else resources,
        )
    return table


def _title(record: OrganisationRecord) -> str:
    return record.shown if record.classification == "official" else f"{record.shown} ({record.classification})"


def _platform_has(estate: Estate, cloud: str) -> list[str]:
    section = estate.platform.cloud(cloud)
    if section is None:
        return []
    cells = f"shared hosting in {counted(len(section.cells), 'cell')}" if section.cells else ""
    return [part for part in (f"accounts, guardrails, archive, network hub in {', '.join(section.regions)}", cells) if part]


def _has(estate: Estate, record: OrganisationRecord, cloud: str) -> list[str]:
    ledger = estate.ledgers[record.owner]
    found = [f"network {ledger.range(cloud, estate.region_of(record.owner, cloud)) or ''}".rstrip()]
    if record.hosting:
        found.append(f"{record.hosting.placement} hosting")
    if applications := record.applications_on(cloud):
        found.append(f"runs {', '.join(f'{each.name} {each.version}' for each in applications)}")
    if voice := record.voice_on(cloud):
        numbers = sum(how_many(held) for held in ledger.numbers_held())
        # Said wherever voice is: somebody will take these trunks for all that a telephone does.
        found.append(f"{VOICE[cloud]} for {voice.calls} calls, {counted(numbers, 'number')}; 999 and 112 leave by {voice.emergency.through}")
    return found


def _shares(estate: Estate, slug: str, cloud: str) -> list[str]:
    agreed = [each for each in estate.agreements if each.state == "agreed" and each.cloud == cloud]
    given: dict[str, list[str]] = {}
    for each in agreed:
        if each.provider == slug:
            given.setdefault(each.offer, []).append(each.consumer)
    gives = [f"gives {offer} to {', '.join(consumers)}" for offer, consumers in sorted(given.items())]
    return [*gives, *(f"takes {each.offer} from {each.provider}" for each in agreed if each.consumer == slug)]


def sharing_summary(agreements: Iterable[Agreement]) -> str:
    """How far sharing has come, in one line; nothing where nobody offers or asks."""
    states = [each.state for each in agreements]
    parts = [f"{states.count(state)} {state}" for state in ("agreed", "requested", "offered") if state in states]
    return f"Shared services: {', '.join(parts)}." if parts else ""


def analogue_line_summary(estate: Estate, owners: set[str], today: str) -> str:
    """How many analogue lines are still to move; nothing where none is."""
    found = {slug: each for slug, each in analogue_lines(estate, today).items() if slug in owners}
    if not found:
        return ""
    whose = ", ".join(f"{slug} {each.total}" for slug, each in found.items())
    total, undecided = sum(each.total for each in found.values()), sum(each.undecided for each in found.values())
    return f"Analogue lines: {total} still to move before {SWITCH_OFF} ({whose}); for {undecided} it is not decided to what."


def agreement_limits(agreements: Iterable[Agreement]) -> list[str]:
    """What consumers do not get of what was agreed, one sentence each."""
    return [f"{each.consumer} has {each.provider}/{each.offer} {each.note}." for each in agreements if each.note]
