"""What only one may have anywhere: mailboxes of accounts, tenancies that were there before, and names of the internet.

Each stack plans by itself, so nothing but the records together can tell. AWS refuses a second account with a mailbox (AWS Organizations API
Reference, ``EMAIL_ALREADY_EXISTS``); of two public zones of one name one alone is delegated, so the other's certificate is never issued.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from civic.estate.estate import Estate
from civic.records.domains import suffix_of
from civic.records.errors import Problem
from civic.records.held_domains import HeldDomain, lies_under, txt_record
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
    yield from _rights(estate)


def _mailboxes(estate: Estate) -> Iterator[Problem]:
    section = estate.platform.aws
    if section is None:
        return
    platform = f"{estate.root.name}/platform.yaml"
    holders: dict[str, str] = {}
    for place, mailbox in (
        *((f"mailboxes.{purpose}", mailbox) for purpose, mailbox in section.mailboxes.items()),
        ("mailbox_template", section.mailbox_template),
    ):
        if reason := _nobodys(mailbox.rpartition("@")[2]):
            yield Problem(platform, 0, f"aws.{place}", f"'{mailbox}', {reason}", "a mailbox under a domain that the platform's body holds")
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


def _rights(estate: Estate) -> Iterator[Problem]:
    """A name is a body's where the closest domain above it that anybody holds is its own, and was shown."""
    held = [(domain, slug) for slug, record in sorted(estate.organisations.items()) for domain in record.domains]
    for number, (domain, slug) in enumerate(held):
        if holder := next((other for same, other in held[:number] if same.name == domain.name), ""):
            path = ("domains", estate.organisations[slug].domains.index(domain), "name")
            yield _problem(estate, estate.organisations[slug], path, f"'{domain.name}', which {holder} holds", "a domain of its own")
    claims = [*_platforms(estate), *_bodies(estate)]
    for claim in claims:
        # What is nobody's, or meets another's name, is told as that.
        met = any(other.body != claim.body and _meet(claim.domain, other.domain) for other in claims)
        if claim.body == PLATFORM or met or _nobodys(claim.domain):
            continue
        over = max(
            ((domain, slug) for domain, slug in held if lies_under(claim.domain, domain.name)), key=lambda pair: len(pair[0].name), default=None
        )
        file, shown, path = claim.problem_at
        if over is None or over[1] != claim.body:
            whose = f", which lies under '{over[0].name}' of {over[1]}" if over else ""
            allowed = "a name at or under one of the body's 'domains'"
            hint = f"add the domain to {shown}: 'domains: [{{name: {claim.domain.partition('.')[2]}}}]', and the next plan says how it is shown"
            yield read(estate.root / file, shown).problem(path, f"'{claim.domain}'{whose}", allowed, hint)
        elif over[0].shown is None:
            place, record = ("domains", estate.organisations[claim.body].domains.index(over[0])), estate.organisations[claim.body]
            yield _problem(estate, record, place, f"'{over[0].name}' without 'shown'", to_show(estate, claim.body, over[0]))


def to_show(estate: Estate, slug: str, domain: HeldDomain) -> str:
    """What shows that a body holds a domain, for people."""
    name, text = txt_record(estate.platform.code, slug, domain.name)
    return f"'shown', the day on which the platform's team saw the TXT record {name} with the text \"{text}\" (dig +short TXT {name})"


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
    if suffix_of(domain) == domain:
        return f"and anybody may register under {domain}"
    own = next((each for each in CLOUDS_OWN if lies_under(domain, each)), "")
    return f"which lies under the cloud's own {own}" if own else ""


def _meet(one: str, other: str) -> bool:
    return lies_under(one, other) or lies_under(other, one)


def _problem(estate: Estate, record: OrganisationRecord, path: tuple[str | int, ...], found: str, allowed: str) -> Problem:
    text = read(estate.root / "organisations" / f"{record.slug}.yaml", estate.record_file(record.slug))
    return text.problem(path, found, allowed)
