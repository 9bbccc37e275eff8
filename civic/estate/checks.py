"""What is wrong between files: each is right by itself, and together they are not."""

import itertools
from collections.abc import Iterator

from civic import clock
from civic.estate.address_checks import address_problems
from civic.estate.claim_checks import claim_problems
from civic.estate.estate import Estate
from civic.estate.hosting_checks import hosting_problems
from civic.estate.ledger_checks import ledger_problems
from civic.estate.machinery import EVERYBODYS_NAMES, HOSTING_NAMES, SERVICE_NAMES
from civic.estate.name_claims import problem_at, record_of
from civic.estate.number_checks import number_problems
from civic.estate.premises_checks import premises_problems
from civic.records.domains import is_blocked
from civic.records.errors import Problem


def problems(estate: Estate) -> list[Problem]:
    """Names, addresses, places in hosting and telephone numbers that clash, do not fit or are missing; of every owner, test tenancies too."""
    parts = (
        _doubled_names(estate),
        _blocked_names(estate),
        _blocked_needs(estate),
        _days_to_come(estate),
        address_problems(estate),
        premises_problems(estate),
        hosting_problems(estate),
        number_problems(estate),
        claim_problems(estate),
        ledger_problems(estate),
    )
    # A record's fault is met once for each of its environments, and told once.
    return list(dict.fromkeys(itertools.chain(*parts)))


def _days_to_come(estate: Estate) -> Iterator[Problem]:
    """What is said to have been done has a day that is past."""
    today = clock.today().isoformat()
    for slug, record in sorted(estate.organisations.items()):
        done = [(("domains", number, "shown"), domain.shown) for number, domain in enumerate(record.domains)]
        done += [(("publish", number, "assured", "on"), each.assured.on) for number, each in enumerate(record.publish) if each.assured]
        done += [(("voice", "emergency", "tested"), record.voice.emergency.tested)] if record.voice else []
        for path, day in done:
            if day and day > today:
                yield problem_at(estate, record_of(slug), path, f"'{day}'", f"a day that has come: today is {today}")


def _doubled_names(estate: Estate) -> Iterator[Problem]:
    """One name leads to one body, whether it is the full or the short one."""
    holders: dict[str, str] = {}
    for slug, record in sorted(estate.organisations.items()):
        for key, name in (("name", record.name), ("short_name", record.short_name)):
            holder = holders.setdefault(name.casefold(), slug) if name else slug
            if holder != slug:
                yield Problem(estate.record_file(slug), 0, key, f"'{name}', which {holder} has already", "a name of its own")


def _blocked_names(estate: Estate) -> Iterator[Problem]:
    """What a body may reach and what nobody may reach say two things of no name."""
    for slug, record in sorted(estate.organisations.items()):
        for domain in record.egress:
            for blocked in estate.platform.blocked_domains:
                if is_blocked(domain, blocked):
                    allowed = f"a name outside {blocked} of 'blocked_domains' in platform.yaml, which nobody reaches; ask the platform's team to take it out"
                    yield Problem(estate.record_file(slug), 0, "connection.egress", f"'{domain}'", allowed)


def _blocked_needs(estate: Estate) -> Iterator[Problem]:
    """Nor what the platform and its bodies need by name."""
    for blocked in estate.platform.blocked_domains:
        for name, why in _needed(estate):
            if is_blocked(name, blocked):
                file = f"{estate.root.name}/platform.yaml"
                yield Problem(file, 0, "blocked_domains", f"'{blocked}', and '{name}' is {why}", "names that nobody on the platform needs")


def _needed(estate: Estate) -> Iterator[tuple[str, str]]:
    """Names, and for what."""
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        names = (*HOSTING_NAMES[cloud], *(name for _, _, name in EVERYBODYS_NAMES[cloud]), *SERVICE_NAMES[cloud])
        yield from ((name, f"what {cloud} itself needs") for name in names)
        yield from ((cell.domain, f"where applications of cell {key} answer") for key, cell in (section.cells if section else {}).items())
    for slug, record in sorted(estate.organisations.items()):
        if record.hosting and record.hosting.domain:
            yield record.hosting.domain, f"where applications of {slug} answer"
    for agreement in estate.agreements:
        if agreement.state == "agreed" and agreement.host:
            yield agreement.host, f"what {agreement.consumer} calls of {agreement.provider}"
