"""A further range beside a body's first, and ranges given back by those who have left."""

from ipaddress import IPv4Network

from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.ledger.addresses import allocate, used_addresses
from civic.ledger.writing import append
from civic.records.owners import body_of


def grow(estate: Estate, owner: str, cloud: str, prefix: int, on: str) -> str:
    """Give an owner a further range where it has one. The first stays what its network has; nothing moves. Raises ``InputError``."""
    record = estate.organisation(owner)
    section = estate.platform.cloud(cloud)
    if cloud not in record.clouds or section is None:
        raise InputError(f"cloud: found '{cloud}'; allowed: clouds that {owner} has: {', '.join(record.clouds_taken)}")
    region = estate.region_of(owner, cloud)
    held = estate.ledgers[owner].ranges(cloud, region)
    if not held:
        raise InputError(f"{owner} has no range on {cloud} in {region} yet: 'civic addresses mend {owner}' gives the first")
    pool = [IPv4Network(block) for block in section.regions[region].bodies]
    block = allocate(pool, used_addresses(estate), prefix, f"{owner}/{cloud}/{region}/{len(held)}")
    entry = {"given": Quoted(str(block)), "cloud": cloud, "region": region, "on": Quoted(on)}
    append(estate.root / "ledger" / f"{owner}.yaml", estate.ledger_file(owner), {"entries": [entry]})
    return f"{owner}: {cloud} {region}: {block} given beside {', '.join(map(str, held))}"


def release(estate: Estate, owner: str, because: str, on: str) -> list[str]:
    """Withdraw every range of a body that has left; a line each. Raises ``InputError`` for one that is here or deployed."""
    if owner in estate.owners or body_of(owner) in estate.unreadable:
        raise InputError(f"{estate.record_file(owner)}: {owner} is on the platform, and what it has stays its own; it must leave first")
    if owner not in estate.ledgers:
        raise InputError(f"'{owner}' has no ledger; allowed: a body that has left, such as {', '.join(_gone(estate)) or 'none yet'}")
    held = estate.ledgers[owner].held()
    if deployed := [entry.cloud for entry in held if estate.deployed(owner, entry.cloud)]:
        raise InputError(f"{owner} is still deployed on {deployed[0]}: take its stacks down and its cards out of 'published' first")
    entries = [
        {"withdrawn": Quoted(str(entry.given)), "cloud": entry.cloud, "region": entry.region, "on": Quoted(on), "because": Quoted(because)}
        for entry in held
    ]
    if entries:
        append(estate.root / "ledger" / f"{owner}.yaml", estate.ledger_file(owner), {"entries": entries})
    return [f"{owner}: {entry.cloud} {entry.region}: {entry.given} given back" for entry in held]


def _gone(estate: Estate) -> list[str]:
    return sorted(owner for owner in estate.ledgers if owner not in estate.owners)
