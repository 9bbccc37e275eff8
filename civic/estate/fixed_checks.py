"""What a body was deployed with and no edit changes: its ledger holds it, and a record that contradicts it is refused."""

from collections.abc import Iterator

from civic.records.errors import Problem
from civic.records.ledger import DeployedEntry, Ledger
from civic.records.organisation import OrganisationRecord
from civic.records.reading import Text

PAGE = "docs/how-to/changes.md"
VENDED = "vended"
"""Of a tenancy that the platform made."""


def contradictions(record: OrganisationRecord, ledger: Ledger, text: Text) -> list[Problem]:
    """What the record of one owner asks for against what its ledger says that it was deployed with, at the lines of ``text``."""
    return [
        problem for cloud in record.clouds_taken if (deployed := ledger.fixed(cloud)) is not None for problem in _on_one_cloud(record, deployed, text)
    ]


def _on_one_cloud(record: OrganisationRecord, deployed: DeployedEntry, text: Text) -> Iterator[Problem]:
    here = f"with which it is deployed on {deployed.cloud} (its ledger, {deployed.on})"
    if record.zone_count < deployed.zones:
        path = ("connection", "zones") if record.connection.zones else ("kind",)
        keep = f"write 'connection: {{zones: {deployed.zones}}}': a zone that is given up is destroyed with what runs in it"
        yield text.problem(path, f"{record.zone_count} zones", f"{deployed.zones} or more, {here}", keep)
    if record.backup_days < deployed.backup_days:
        path = ("backups", "days") if record.backups.days else ("kind",)
        keep = f"write 'backups: {{days: {deployed.backup_days}}}': what is made from then on would be gone before"
        yield text.problem(path, f"backups for {record.backup_days} days", f"{deployed.backup_days} days or more, {here}", keep)
    placement, domain = (record.hosting.placement, record.hosting.domain) if record.hosting else (None, None)
    if deployed.placement and placement != deployed.placement:
        keep = f"put '{deployed.placement}' back; another placement is a move of its own, with the data, under both ({PAGE})"
        yield text.problem(("hosting", "placement"), f"'{placement}'" if placement else "no hosting", f"'{deployed.placement}', {here}", keep)
    elif deployed.domain and domain != deployed.domain:
        keep = f"put '{deployed.domain}' back: its certificate, names and entry would be made anew under another ({PAGE})"
        yield text.problem(("hosting", "domain"), f"'{domain}'", f"'{deployed.domain}', {here}", keep)
    tenancy = record.clouds[deployed.cloud].existing or VENDED
    if deployed.tenancy and tenancy != deployed.tenancy:
        back = "take 'existing' away again" if deployed.tenancy == VENDED else f"put '{deployed.tenancy}' back"
        keep = f"{back}: all that is in the one would be made in the other, and what holds data stays behind; a move is a body of its own ({PAGE})"
        yield text.problem(("clouds", deployed.cloud, "existing"), f"'{tenancy}'", f"'{deployed.tenancy}', {here}", keep)


def deployed_entry(record: OrganisationRecord, ledger: Ledger, cloud: str, on: str) -> dict[str, object] | None:
    """The entry that the ledger lacks once the owner's landing zone on a cloud is deployed; nothing where it says so already."""
    hosting = record.hosting
    said: dict[str, object] = {"cloud": cloud, "zones": record.zone_count, "backup_days": record.backup_days}
    said |= {"placement": hosting.placement} if hosting else {}
    said |= {"domain": hosting.domain} if hosting and hosting.domain else {}
    said |= {"tenancy": next((choice.existing for taken, choice in record.clouds.items() if taken == cloud), "") or VENDED}
    held = ledger.fixed(cloud)
    if held is not None and {**held.model_dump(exclude={"on", "seal"}, exclude_none=True)} == said:
        return None
    return {**said, "on": on}
