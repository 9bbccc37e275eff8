"""A body joins: one record and one ledger file, and nothing else."""

import io
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.ledger.addresses import UsedAddresses, allocate, used_addresses
from civic.records.clouds import CLOUD_IDS
from civic.records.errors import nearest
from civic.records.held_domains import lies_under
from civic.records.kinds import KINDS
from civic.records.ledger import Ledger
from civic.records.loader import validate
from civic.records.organisation import OrganisationRecord
from civic.records.owners import SLUG_ALLOWED, is_slug
from civic.records.reading import Text
from civic.records.seals import SEAL, sealed
from civic.records.writing import write_all_new

CLOUD_CHOICES: dict[str, tuple[str, ...]] = {**{cloud: (cloud,) for cloud in CLOUD_IDS}, "both": CLOUD_IDS}


def body(slug: str, name: str, kind: str, cloud: str, owner: str, phone: str, shown: str = "") -> dict[str, object]:
    """A record as plain data. ``shown``: day on which the domain of the owner's mailbox was shown. Raises ``InputError`` for a slug, kind or cloud that is not one."""
    if not is_slug(slug):
        raise InputError(f"slug: found '{slug}'; allowed: {SLUG_ALLOWED}")
    if kind not in KINDS:
        raise InputError(f"kind: found '{kind}'; allowed: {', '.join(KINDS)}; {nearest(kind, list(KINDS))}".rstrip("; "))
    if cloud not in CLOUD_CHOICES:
        raise InputError(f"cloud: found '{cloud}'; allowed: {', '.join(CLOUD_CHOICES)}")
    record = {"slug": slug, "name": name, "kind": kind, "clouds": list(CLOUD_CHOICES[cloud]), "contacts": {"owner": owner, "phone": phone}}
    return {**record, "domains": [{"name": owner.rpartition("@")[2].lower(), "shown": Quoted(shown)}]} if shown else record


def refuse_taken(estate: Estate, slug: str) -> None:
    """Raises ``InputError``, with the file that has it, for the slug of a body that has joined, or that has left and keeps its ledger."""
    record, ledger = estate.root / "organisations" / f"{slug}.yaml", estate.root / "ledger" / f"{slug}.yaml"
    if record.exists():
        raise InputError(f"{record}: '{slug}' has joined already; edit its record, or choose another slug")
    if ledger.exists():
        raise InputError(f"{ledger}: '{slug}' was a body's that has left, and what it was given stays given; choose another slug")


def join(estate: Estate, bodies: Sequence[Mapping[str, object]], on: str) -> list[Path]:
    """Write the records and ledgers of ``bodies``. All are validated before the first file is written."""
    taken = used_addresses(estate)
    files: list[tuple[Path, str]] = []
    seen: set[str] = set()
    names = {record.name.casefold(): slug for slug, record in estate.organisations.items()}
    for data in bodies:
        slug = str(data["slug"])
        record_path, ledger_path = estate.root / "organisations" / f"{slug}.yaml", estate.root / "ledger" / f"{slug}.yaml"
        refuse_taken(estate, slug)
        if slug in seen:
            raise InputError(f"slug: found '{slug}' a second time; allowed: each body once")
        seen.add(slug)
        content = _with_domain(estate, {key: value for key, value in data.items() if key != "slug"})
        record: OrganisationRecord = validate(Text(str(record_path), content), OrganisationRecord, {"slug": slug})
        other = names.setdefault(record.name.casefold(), slug)
        if other != slug:
            raise InputError(f"{record_path}: name: found '{record.name}', which {other} has already; allowed: a name of its own")
        entries = _new_ranges(estate, record, taken, on)
        validate(Text(str(ledger_path), {"entries": entries}), Ledger)
        files += [(record_path, _yaml(content, "organisation")), (ledger_path, _yaml({"entries": _sealed(entries)}, "ledger"))]
    write_all_new(files)
    return [path for path, _ in files]


def _with_domain(estate: Estate, content: Mapping[str, object]) -> dict[str, object]:
    """The record with the domain that its owner's mailbox lies under, which is still to be shown; as it is where that is the platform's."""
    contacts = content.get("contacts")
    domain = str(contacts.get("owner", "")).rpartition("@")[2].lower() if isinstance(contacts, dict) else ""
    if "domains" in content or any(lies_under(domain, each) for each in estate.platform.held_domains):
        return dict(content)
    return {**content, "domains": [{"name": domain}]}


def _new_ranges(estate: Estate, record: OrganisationRecord, taken: UsedAddresses, on: str) -> list[dict[str, object]]:
    """A range for each cloud that the body takes, as entries of its ledger."""
    entries: list[dict[str, object]] = []
    for cloud, choice in record.clouds.items():
        section = estate.platform.cloud(cloud)
        if section is None:
            raise InputError(f"cloud: the platform has no '{cloud}'; it has {', '.join(estate.platform.clouds)}")
        region = choice.region or section.home
        if region not in section.regions:
            allowed = sorted(section.regions)
            hint = nearest(region, allowed)
            raise InputError(f"clouds.{cloud}.region: found '{region}'; allowed: {', '.join(allowed)}; {hint}".rstrip("; "))
        pool = [IPv4Network(block) for block in section.regions[region].bodies]
        block = record.brought(cloud) or allocate(pool, taken, record.prefix, f"{record.slug}/{cloud}/{region}")
        if record.brought(cloud) and taken.overlaps(block):
            raise InputError(f"connection.range.{cloud}: found '{block}', of which somebody has a part; allowed: a range that nobody has")
        taken.add(block)
        entries.append({"given": Quoted(str(block)), "cloud": cloud, "region": region, "on": Quoted(on)})
    return entries


def _sealed(entries: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    return [{**entry, SEAL: Quoted(seal)} for entry, seal in zip(entries, sealed("entries", entries), strict=True)]


def _yaml(data: Mapping[str, object], schema: str) -> str:
    contacts = data.get("contacts")
    if isinstance(contacts, dict):
        data = {**data, "contacts": {**contacts, "phone": Quoted(contacts["phone"])}}
    stream = io.StringIO()
    stream.write(f"# yaml-language-server: $schema=../schemas/{schema}.json\n")
    yaml = YAML()
    yaml.width = 4096
    yaml.dump(dict(data), stream)
    return stream.getvalue()
