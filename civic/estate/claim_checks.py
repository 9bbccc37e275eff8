"""What only one may have anywhere: mailboxes of accounts, tenancies that were there before, and names of the internet.

Each stack plans by itself, so nothing but the records together can tell. AWS refuses a second account with a mailbox (AWS Organizations API
Reference, ``EMAIL_ALREADY_EXISTS``); of two public zones of one name one alone is delegated, so the other's certificate is never issued.
"""

from collections.abc import Iterator

from civic.estate.estate import Estate
from civic.estate.name_claims import PLATFORM, problem_at, record_of
from civic.estate.name_rights import name_problems
from civic.estate.single_claims import single_problems
from civic.records.errors import Problem

LONGEST_MAILBOX = 64
"""Characters of an account's mailbox (AWS Organizations API Reference, ``CreateAccount``: ``Email``)."""


def claim_problems(estate: Estate) -> Iterator[Problem]:
    """Mailboxes, tenancies, names and whatever else two claim, and names to which the claimant has no right."""
    yield from _mailboxes(estate)
    yield from _tenancies(estate)
    yield from name_problems(estate)
    yield from single_problems(estate)


def _mailboxes(estate: Estate) -> Iterator[Problem]:
    section = estate.platform.aws
    if section is None:
        return
    platform = f"{estate.root.name}/platform.yaml"
    holders: dict[str, str] = {}
    for purpose, mailbox in section.mailboxes.items():
        holder = holders.setdefault(mailbox.casefold(), f"{PLATFORM}'s account '{purpose}'")
        if holder != f"{PLATFORM}'s account '{purpose}'":
            yield Problem(platform, 0, f"aws.mailboxes.{purpose}", f"'{mailbox}', which {holder} has", "a mailbox of its own")
        if len(mailbox) > LONGEST_MAILBOX:
            yield Problem(platform, 0, f"aws.mailboxes.{purpose}", f"'{mailbox}', of {len(mailbox)} characters", f"{LONGEST_MAILBOX} at most")
    for owner, record in estate.owners.items():
        choice = record.cloud("aws")
        if choice is None or choice.existing:
            continue
        mailbox = section.mailbox(owner)
        if len(mailbox) > LONGEST_MAILBOX:
            allowed = f"{LONGEST_MAILBOX} characters at most, with every body's key"
            yield Problem(platform, 0, "aws.mailbox_template", f"'{mailbox}' for {owner}, of {len(mailbox)} characters", allowed)
        holder = holders.setdefault(mailbox.casefold(), owner)
        if holder != owner:
            hint = "a body's key is for life, so another form of the template (such as 'aws+body-{slug}@...') keeps them apart"
            yield Problem(platform, 0, "aws.mailbox_template", f"'{mailbox}' for {owner}, which {holder} has", "a mailbox of its own", hint)


def _tenancies(estate: Estate) -> Iterator[Problem]:
    for cloud in ("aws", "azure"):
        section = estate.platform.cloud(cloud)
        holders = {section.management: f"{PLATFORM} itself"} if section else {}
        for purpose, tenancy in section.existing.tenancies.items() if section else ():
            holder = holders.setdefault(tenancy, f"{PLATFORM}'s own '{purpose}'")
            if holder == f"{PLATFORM} itself":
                file = f"{estate.root.name}/platform.yaml"
                yield Problem(file, 0, f"{cloud}.existing.tenancies.{purpose}", f"'{tenancy}', which {holder} has", "a tenancy of its own")
        for slug, record in sorted(estate.organisations.items()):
            choice = record.cloud(cloud)
            if choice is None or not choice.existing:
                continue
            holder = holders.setdefault(choice.existing, slug)
            if holder != slug:
                yield problem_at(
                    estate, record_of(slug), ("clouds", cloud, "existing"), f"'{choice.existing}', which {holder} has", "a tenancy of its own"
                )
