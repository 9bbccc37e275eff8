"""What only one may have anywhere: mailboxes of accounts, tenancies that were there before, and names of the internet.

Each stack plans by itself, so nothing but the records together can tell. AWS refuses a second account with a mailbox (AWS Organizations API
Reference, ``EMAIL_ALREADY_EXISTS``); of two public zones of one name one alone is delegated, so the other's certificate is never issued.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from civic.estate.estate import Estate
from civic.records.errors import Problem
from civic.records.organisation import OrganisationRecord
from civic.records.owners import LIVE, body_of
from civic.records.reading import read

PLATFORM = "the platform"
CLOUDS_OWN = (
    "amazonaws.com", "aws.dev", "awsapps.com", "cloudfront.net", "elasticbeanstalk.com",
    "azure.com", "azure.net", "azurecontainerapps.io", "azurefd.net", "azurewebsites.net", "microsoft.com", "onmicrosoft.com", "windows.net",
)  # fmt: skip
"""Domains of AWS and Microsoft: no name under them is a body's to prove. What is nobody's because everybody registers under it, records refuse alone."""


@dataclass(frozen=True)
class _Claim:
    """One name of the internet, and where the records say so."""

    domain: str
    body: str
    """Key of the body; ``PLATFORM`` for a cell's domain."""
    problem_at: tuple[str, str, tuple[str | int, ...]]
    """File (of the estate's folder), as it is shown, and path in it."""


def claim_problems(estate: Estate) -> Iterator[Problem]:
    """Mailboxes, tenancies and names that two claim, and names to which nobody can have a right."""
    yield from _mailboxes(estate)
    yield from _tenancies(estate)
    yield from _domains(estate)


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
    for owner, record in estate.owners.items():
        choice = record.cloud("aws")
        if choice is None or choice.existing:
            continue
        mailbox = section.mailbox(owner)
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
                yield _problem(estate, record, ("clouds", cloud, "existing"), f"'{choice.existing}', which {holder} has", "a tenancy of its own")


def _domains(estate: Estate) -> Iterator[Problem]:
    claims = [*_platforms(estate), *_bodies(estate)]
    for place, claim in enumerate(claims):
        file, shown, path = claim.problem_at
        text = read(estate.root / file, shown)
        if reason := _nobodys(claim.domain):
            yield text.problem(path, f"'{claim.domain}', {reason}", "a name under a domain that is registered for whoever uses it")
        for other in claims[:place]:
            # Two bodies' domains that are the same are told where hosting is looked at.
            told = claim.domain == other.domain and PLATFORM not in (claim.body, other.body) and _is_hosting(claim) and _is_hosting(other)
            if other.body != claim.body and _meet(claim.domain, other.domain) and not told:
                under = "" if claim.domain == other.domain else f", which meets '{other.domain}'"
                yield text.problem(path, f"'{claim.domain}'{under} of {other.body}", "a name that lies neither over nor under another's")


def _platforms(estate: Estate) -> Iterator[_Claim]:
    for cloud in ("aws", "azure"):
        section = estate.platform.cloud(cloud)
        for key, cell in sorted(section.cells.items()) if section else ():
            yield _Claim(cell.domain, PLATFORM, ("platform.yaml", f"{estate.root.name}/platform.yaml", (cloud, "cells", key, "domain")))


def _bodies(estate: Estate) -> Iterator[_Claim]:
    for owner, record in sorted(estate.owners.items()):
        file, shown = f"organisations/{record.slug}.yaml", estate.record_file(owner)
        if record.hosting and record.hosting.domain:
            path = ("hosting", "domain") if record.environment == LIVE else ("test", "domain")
            yield _Claim(record.hosting.domain, body_of(owner), (file, shown, path))
        for number, offer in enumerate(record.offers):
            if offer.host:
                yield _Claim(offer.host, body_of(owner), (file, shown, ("offers", number, "host")))


def _is_hosting(claim: _Claim) -> bool:
    return claim.problem_at[2][-1] == "domain"


def _nobodys(domain: str) -> str:
    own = next((each for each in CLOUDS_OWN if domain == each or domain.endswith(f".{each}")), "")
    return f"which lies under the cloud's own {own}" if own else ""


def _meet(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _problem(estate: Estate, record: OrganisationRecord, path: tuple[str | int, ...], found: str, allowed: str) -> Problem:
    text = read(estate.root / "organisations" / f"{record.slug}.yaml", estate.record_file(record.slug))
    return text.problem(path, found, allowed)
