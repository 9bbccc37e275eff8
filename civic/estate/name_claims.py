"""Names of the internet that records claim: domains of hosting, hosts of offers, of what is published and of voice controllers, and domains of mailboxes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from civic.estate.estate import Estate
from civic.records.errors import Problem
from civic.records.owners import LIVE, body_of
from civic.records.reading import read

PLATFORM = "the platform"
Path = tuple[str | int, ...]
Use = Literal["zone", "controller", "mailbox"]
"""``zone``: a public zone or a name in one, which answers for all that lies under it."""
CONTACTS = ("owner", "security", "operations", "billing")


@dataclass(frozen=True)
class NameClaim:
    """One name of the internet, and where the records say so."""

    domain: str
    body: str
    """Key of the body; ``PLATFORM`` for what the platform record says."""
    use: Use
    file: str
    """Of the estate's folder."""
    path: Path
    written: str
    """What the record says: the name itself, or the mailbox under it."""

    def problem(self, estate: Estate, found: str, allowed: str, hint: str = "") -> Problem:
        """At its line."""
        return problem_at(estate, self.file, self.path, found, allowed, hint)


def problem_at(estate: Estate, file: str, path: Path, found: str, allowed: str, hint: str = "") -> Problem:
    """A problem at a line of one of the estate's records. ``file``: of the estate's folder."""
    return read(estate.root / file, f"{estate.root.name}/{file}").problem(path, found, allowed, hint)


def record_of(slug: str) -> str:
    """A body's record in the estate's folder."""
    return f"organisations/{slug}.yaml"


def platform_claims(estate: Estate) -> Iterator[NameClaim]:
    """What the platform record claims."""
    yield _mailbox(PLATFORM, "platform.yaml", ("contact",), estate.platform.contact)
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        if section is None:
            continue
        for key, cell in sorted(section.cells.items()):
            yield NameClaim(cell.domain, PLATFORM, "zone", "platform.yaml", (cloud, "cells", key, "domain"), cell.domain)
        for purpose, mailbox in section.mailboxes.items():
            yield _mailbox(PLATFORM, "platform.yaml", (cloud, "mailboxes", purpose), mailbox)
    if estate.platform.aws:
        yield _mailbox(PLATFORM, "platform.yaml", ("aws", "mailbox_template"), estate.platform.aws.mailbox_template)


def bodies_claims(estate: Estate) -> Iterator[NameClaim]:
    """What the bodies' records claim, each once for each of its environments that has it."""
    for owner, record in sorted(estate.owners.items()):
        slug, file = body_of(owner), record_of(record.slug)
        if record.hosting and record.hosting.domain:
            path = ("hosting", "domain") if record.environment == LIVE else ("test", "domain")
            yield NameClaim(record.hosting.domain, slug, "zone", file, path, record.hosting.domain)
        for number, offer in enumerate(record.offers):
            if offer.host:
                yield NameClaim(offer.host, slug, "zone", file, ("offers", number, "host"), offer.host)
        for number, published in enumerate(record.publish):
            yield NameClaim(published.host, slug, "zone", file, ("publish", number, "host"), published.host)
        for controller, (path, _) in record.voice.controllers.items() if record.voice else ():
            yield NameClaim(controller, slug, "controller", file, ("voice", *path, "controller"), controller)
        for role in CONTACTS if record.environment == LIVE else ():
            if mailbox := getattr(record.contacts, role):
                yield _mailbox(slug, file, ("contacts", role), mailbox)


def _mailbox(body: str, file: str, path: Path, mailbox: str) -> NameClaim:
    return NameClaim(mailbox.rpartition("@")[2].lower(), body, "mailbox", file, path, mailbox)
