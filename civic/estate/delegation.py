"""Domains on AWS that the domain above them does not lead to yet: what needs their certificate waits, and somebody must add the records."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from civic.records.organisation import OrganisationRecord
from civic.records.owners import LIVE, body_of

if TYPE_CHECKING:
    from civic.estate.estate import Estate

AWS = "aws"
"""On Azure whoever has the domain brings its certificate."""


def waits(estate: "Estate", record: OrganisationRecord) -> bool:
    """Whether what an owner runs on AWS waits for the delegation of the domain under which it answers."""
    if record.hosting is None or AWS not in record.clouds_taken:
        return False
    if record.hosting.placement == "dedicated":
        return not record.hosting.delegated
    section, ledger = estate.platform.aws, estate.ledgers.get(record.owner)
    cell = section.cells.get(ledger.cell(AWS) or "") if section and ledger else None
    return cell is not None and not cell.delegated


def waiting_for_delegation(estate: "Estate") -> Iterator[tuple[str, str]]:
    """Who must act (a body's key; empty for the platform), and what, for each domain that nothing leads to yet."""
    for key, cell in sorted(estate.platform.aws.cells.items()) if estate.platform.aws else ():
        if not cell.delegated:
            yield (
                "",
                _told(
                    "it", cell.domain, f"platform-aws-hosting-{key}", f"aws.cells.{key}.delegated of the platform record", "applications in the cell"
                ),
            )
    for owner, record in estate.owners.items():
        hosting = record.hosting
        if hosting and hosting.placement == "dedicated" and AWS in record.clouds_taken and not hosting.delegated:
            place = "hosting.delegated" if record.environment == LIVE else "test.delegated"
            who, what = record.contact("owner"), f"{owner}-aws-landing-zone"
            yield body_of(owner), _told(who, hosting.domain or "", what, f"'{place}'", "its applications on AWS")


def _told(who: str, domain: str, stack: str, place: str, waiting: str) -> str:
    above = domain.partition(".")[2]
    return (
        f"{who} must have '{above}' lead to '{domain}' by NS records of the four name servers that 'pulumi up' of {stack} prints, "
        f"and then take out {place}: until then {waiting} wait."
    )
