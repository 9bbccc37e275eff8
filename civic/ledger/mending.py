"""Makes a ledger fit its record: what clashes, or fits no longer, is withdrawn; what is missing is given."""

from ipaddress import IPv4Network

from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.address_checks import obsolete_ranges
from civic.estate.card_files import PUBLISHED, card_path
from civic.estate.estate import Estate
from civic.ledger.addresses import UsedAddresses, allocate, used_addresses
from civic.ledger.writing import append
from civic.records.owners import body_of

Entries = list[dict[str, object]]


def mend(estate: Estate, owner: str, on: str) -> list[str]:
    """Append ``withdrawn`` and ``given`` lines where a range clashes, has the wrong size, is missing or was left behind by a move.

    ``owner``: the slug of a body, for all its tenancies, or the owner key of one. Returns what was done, a line each.
    Raises ``InputError`` for one already deployed there: a range in use is never withdrawn. Then nothing is written.
    """
    estate.organisation(owner)
    used = used_addresses(estate)
    owners = [each for each in estate.owners if owner in (each, body_of(each))]
    mended = {each: _mended(estate, each, used, on) for each in owners}
    for each, (entries, _) in mended.items():
        if entries:
            append(estate.root / "ledger" / f"{each}.yaml", estate.ledger_file(each), {"entries": entries})
    return [line for _, lines in mended.values() for line in lines]


def _mended(estate: Estate, owner: str, used: UsedAddresses, on: str) -> tuple[Entries, list[str]]:
    """Entries that the owner's ledger lacks, and what they do. What is given is added to ``used``."""
    record = estate.owners[owner]
    others = used_addresses(Estate(estate.root, estate.platform, {}, {key: ledger for key, ledger in estate.ledgers.items() if key != owner}))
    lines: list[str] = []
    entries: Entries = []
    for old in obsolete_ranges(estate, owner):
        _refuse_if_deployed(estate, owner, old.cloud, f"put {old.region} back into the record")
        why = "the body is no longer there"
        entries.append({"withdrawn": Quoted(str(old.given)), "cloud": old.cloud, "region": old.region, "on": Quoted(on), "because": why})
        lines.append(f"{owner}: {old.cloud} {old.region}: {old.given} withdrawn")
    for cloud in record.clouds_taken:
        section, region = estate.platform.cloud(cloud), estate.region_of(owner, cloud)
        if section is None:
            continue
        held = estate.ledgers[owner].range(cloud, region)
        pool = [IPv4Network(block) for block in section.regions[region].bodies]
        brought = record.brought(cloud)
        why = _misfit(held, others, pool, record.prefix, brought) if held is not None else "missing"
        if not why:
            continue
        size = f"write 'connection: {{prefix: {held.prefixlen}}}' in its record" if held and "size" in why else "mend the other body instead"
        _refuse_if_deployed(estate, owner, cloud, size)
        place = {"cloud": cloud, "region": region, "on": Quoted(on)}
        if held is not None:
            entries.append({"withdrawn": Quoted(str(held)), **place, "because": why})
        if brought and others.overlaps(brought):
            raise InputError(f"connection.range.{cloud}: found '{brought}', of which somebody has a part; allowed: a range that nobody has")
        block = brought or allocate(pool, used, record.prefix, f"{owner}/{cloud}/{region}")
        used.add(block)
        entries.append({"given": Quoted(str(block)), **place})
        lines.append(f"{owner}: {cloud} {region}: {f'{held} withdrawn, ' if held else ''}{block} given")
    return entries, lines


def _misfit(held: IPv4Network, others: UsedAddresses, pool: list[IPv4Network], prefix: int, brought: IPv4Network | None) -> str:
    """Why a range cannot stay; nothing where it can."""
    if others.overlaps(held):
        return "it was given to two"
    if brought:
        return "the record brings another" if held != brought else ""
    if not any(held.subnet_of(block) for block in pool):
        return "it lies outside the supernets"
    return f"its size is not the /{prefix} that the record asks for" if held.prefixlen != prefix else ""


def _refuse_if_deployed(estate: Estate, owner: str, cloud: str, instead: str) -> None:
    if estate.deployed(owner, cloud):
        card = f"{PUBLISHED}/{card_path(estate.root, f'{owner}-{cloud}-landing-zone').name}"
        raise InputError(f"{owner} is deployed on {cloud} ({card} is there): a range in use is never withdrawn; {instead}")
