"""``civic addresses mend``: make the ledger fit the record. What clashes, or fits no longer, is withdrawn; what is missing is given."""

from ipaddress import IPv4Network
from pathlib import Path

import click
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.address_checks import obsolete_ranges
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.ledger import writing as ledgers
from civic.ledger.addresses import UsedAddresses, allocate, used_addresses
from civic.records.owners import body_of


def mend_command(estate_root: Path, slug: str, on: str) -> int:
    """Mend the ledgers of ``slug``, a body with its test tenancy or one owner key, and say what was done."""
    estate = load_estate(estate_root)
    estate.organisation(slug)
    done: list[str] = []
    for owner in [owner for owner in estate.owners if slug in (owner, body_of(owner))]:
        done += mend(load_estate(estate_root), owner, on)
    for line in done or [f"{slug} has a range of its own on every cloud; nothing to mend"]:
        click.echo(line)
    return 0


def mend(estate: Estate, owner: str, on: str) -> list[str]:
    """Append ``withdrawn`` and ``given`` lines where a range clashes, has the wrong size, is missing or was left behind by a move.

    Raises ``InputError`` for a body already deployed there: a range in use is never withdrawn.
    """
    record = estate.organisation(owner)
    others = used_addresses(Estate(estate.root, estate.platform, {}, {k: v for k, v in estate.ledgers.items() if k != owner}))
    everything = used_addresses(estate)
    told: list[str] = []
    entries: list[dict[str, object]] = []
    for old in obsolete_ranges(estate, owner):
        _refuse_if_deployed(estate, owner, old.cloud, f"put {old.region} back into the record")
        why = "the body is no longer there"
        entries.append({"withdrawn": Quoted(str(old.given)), "cloud": old.cloud, "region": old.region, "on": Quoted(on), "because": why})
        told.append(f"{owner}: {old.cloud} {old.region}: {old.given} withdrawn")
    for cloud in record.clouds_taken:
        section, region = estate.platform.cloud(cloud), estate.region_of(owner, cloud)
        if section is None:
            continue
        held = estate.ledgers[owner].range(cloud, region)
        pool = [IPv4Network(block) for block in section.regions[region].bodies]
        why = _unfit(held, others, pool, record.prefix) if held is not None else "missing"
        if not why:
            continue
        size = f"write 'connection: {{prefix: {held.prefixlen}}}' in its record" if held and "size" in why else "mend the other body instead"
        _refuse_if_deployed(estate, owner, cloud, size)
        place = {"cloud": cloud, "region": region, "on": Quoted(on)}
        if held is not None:
            entries.append({"withdrawn": Quoted(str(held)), **place, "because": why})
        block = _next(pool, everything, record.prefix, f"{owner}/{cloud}/{region}")
        entries.append({"given": Quoted(str(block)), **place})
        told.append(f"{owner}: {cloud} {region}: {f'{held} withdrawn, ' if held else ''}{block} given")
    if entries:
        ledgers.append(estate.root / "ledger" / f"{owner}.yaml", estate.ledger_file(owner), {"entries": entries})
    return told


def _next(pool: list[IPv4Network], taken: UsedAddresses, prefix: int, key: str) -> IPv4Network:
    block = allocate(pool, taken, prefix, key)
    taken.add(block)
    return block


def _unfit(held: IPv4Network, others: UsedAddresses, pool: list[IPv4Network], prefix: int) -> str:
    """Why a range cannot stay; nothing where it can."""
    if others.overlaps(held):
        return "it was given to two"
    if not any(held.subnet_of(block) for block in pool):
        return "it lies outside the supernets"
    return f"its size is not the /{prefix} that the record asks for" if held.prefixlen != prefix else ""


def _refuse_if_deployed(estate: Estate, owner: str, cloud: str, instead: str) -> None:
    if estate.deployed(owner, cloud):
        card = f"published/{owner}-{cloud}-landing-zone.json"
        raise InputError(f"{owner} is deployed on {cloud} ({card} is there): a range in use is never withdrawn; {instead}")
