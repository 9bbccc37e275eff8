"""``civic addresses mend``: withdraw a range that clashes and give another."""

import io
import re
from ipaddress import IPv4Network
from pathlib import Path

import click
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.addresses import Taken, allocate, taken_in
from civic.files import write
from civic.records.errors import nearest
from civic.records.estate import Estate, load_estate
from civic.records.ledger import Ledger
from civic.records.loader import validate
from civic.records.reading import Text


def mend_command(estate_root: Path, slug: str, on: str) -> int:
    """Mend the ledger of ``slug`` and say what was done."""
    for line in mend(load_estate(estate_root), slug, on) or [f"{slug} has a range of its own on every cloud; nothing to mend"]:
        click.echo(line)
    return 0


def mend(estate: Estate, slug: str, on: str) -> list[str]:
    """Append ``withdrawn`` and ``given`` lines where a range clashes or is missing. Raises ``ValueError`` for a body already deployed."""
    record = estate.organisations.get(slug)
    if record is None:
        hint = nearest(slug, estate.organisations) or "'civic stacks' lists them"
        raise ValueError(f"'{slug}' is no organisation of this estate; {hint}")
    others = taken_in(Estate(estate.root, estate.platform, {}, {k: v for k, v in estate.ledgers.items() if k != slug}))
    everything = taken_in(estate)
    told: list[str] = []
    entries: list[dict[str, object]] = []
    for cloud in record.clouds_taken:
        section, choice = estate.platform.cloud(cloud), record.cloud(cloud)
        if section is None or choice is None:
            continue
        region = choice.region or section.home
        held = estate.ledgers[slug].range(cloud, region)
        pool = [IPv4Network(block) for block in section.regions[region].bodies]
        if held is not None and not others.overlaps(held) and any(held.subnet_of(block) for block in pool):
            continue
        _refuse_if_deployed(estate, slug, cloud)
        place = {"cloud": cloud, "region": region, "on": Quoted(on)}
        if held is not None:
            entries.append({"withdrawn": Quoted(str(held)), **place, "because": "it was given to two, or lies outside the supernets"})
        block = _next(pool, everything, record.prefix, f"{slug}/{cloud}/{region}")
        entries.append({"given": Quoted(str(block)), **place})
        told.append(f"{slug}: {cloud} {region}: {held or 'nothing'} withdrawn, {block} given")
    if entries:
        _append(estate.root / "ledger" / f"{slug}.yaml", entries)
    return told


def _next(pool: list[IPv4Network], taken: Taken, prefix: int, key: str) -> IPv4Network:
    block = allocate(pool, taken, prefix, key)
    taken.add(block)
    return block


def _refuse_if_deployed(estate: Estate, slug: str, cloud: str) -> None:
    if estate.deployed(slug, cloud):
        card = f"published/{slug}-{cloud}-landing-zone.yaml"
        raise ValueError(f"{slug} is deployed on {cloud} ({card} is there): a range in use is never withdrawn; mend the other body instead")


def _append(path: Path, entries: list[dict[str, object]]) -> None:
    # Withdrawn lines speak of lines above, which are valid already; the new ones are looked at alone.
    validate(Text(str(path), {"entries": [entry for entry in entries if "given" in entry]}), Ledger)
    before = path.read_text(encoding="utf-8") if path.exists() else "# yaml-language-server: $schema=../schemas/ledger.json\nentries: []\n"
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    if re.search(r"^  - ", before, re.MULTILINE):
        yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(before)
    if not document.get("entries"):
        document["entries"] = []
    # Appended to the list as it was read, which keeps its comments.
    for entry in entries:
        document["entries"].append(entry)
    stream = io.StringIO()
    yaml.dump(document, stream)
    write(path, stream.getvalue())
