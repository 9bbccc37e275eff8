"""What belongs to one owner alone and no cloud would tell apart: controllers and their addresses, pipelines, vaults of certificates, addresses of offers."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from civic.estate.estate import Estate
from civic.estate.name_claims import PLATFORM, Path, problem_at, record_of
from civic.records.errors import Problem
from civic.records.owners import LIVE, is_owner_key
from civic.records.platform import OWNER


def single_problems(estate: Estate) -> Iterator[Problem]:
    """What two owners name as their own. A body's environments are one owner here, but for what deploys them."""
    yield from _controllers(estate)
    yield from _controllers_addresses(estate)
    yield from _pipelines(estate)
    yield from _vaults(estate)
    yield from _offers_addresses(estate)


def _controllers(estate: Estate) -> Iterator[Problem]:
    """A call of the one would count as the other's: a controller is known by its certificate."""
    holders: dict[str, str] = {}
    for slug, record in sorted(estate.organisations.items()):
        for controller, (path, _) in record.voice.controllers.items() if record.voice else ():
            if (holder := holders.setdefault(controller, slug)) != slug:
                found = f"'{controller}', which {holder} has"
                yield problem_at(estate, record_of(slug), ("voice", *path, "controller"), found, "a controller of its own")


def _controllers_addresses(estate: Estate) -> Iterator[Problem]:
    """Ranges nest or are apart, so that in order an overlap is with the widest before."""
    given: list[tuple[IPv4Network, str, Path]] = []
    for slug, record in estate.organisations.items():
        for path, networks in record.voice.controllers.values() if record.voice else ():
            given += [(block, slug, ("voice", *path, "addresses", number)) for number, block in enumerate(networks)]
    widest: tuple[IPv4Network, str, Path] | None = None
    for each in sorted(given, key=lambda each: (each[0].network_address, each[0].prefixlen, each[1])):
        if widest is None or not widest[0].overlaps(each[0]):
            widest = each
        elif widest[1] != each[1]:
            block, slug, path = each
            found = f"'{block}', which overlaps '{widest[0]}' of {widest[1]}"
            yield problem_at(estate, record_of(slug), path, found, "addresses from which its own controller alone calls")


def _pipelines(estate: Estate) -> Iterator[Problem]:
    """Whoever is the one would deploy the other's applications."""
    holders: dict[tuple[str, str], str] = {}
    for owner, record in sorted(estate.owners.items()):
        if record.pipeline is None:
            continue
        path: Path = ("pipeline", "subject") if record.environment == LIVE else ("test", "subject")
        pipeline = (record.pipeline.issuer.rstrip("/"), record.pipeline.subject)
        if layer := _platforms_layer(estate, *pipeline):
            found = f"'{pipeline[1]}', which is {PLATFORM}'s own pipeline of the layer {layer}"
            yield problem_at(estate, record_of(record.slug), path, found, "a subject of the body's own")
        elif (holder := holders.setdefault(pipeline, owner)) != owner:
            yield problem_at(estate, record_of(record.slug), path, f"'{pipeline[1]}', which {holder} has", "a subject of the body's own")


def _platforms_layer(estate: Estate, issuer: str, subject: str) -> str:
    """The layer whose pipeline a subject is, whatever body it runs for; empty for none of the platform's."""
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        if section is None or section.pipeline.issuer.rstrip("/") != issuer:
            continue
        for layer, template in section.pipeline.subjects.items():
            before, per_body, after = template.partition(OWNER)
            key = subject.removeprefix(before).removesuffix(after) if per_body else ""
            if subject == f"{before}{key}{after}" and (not per_body or is_owner_key(key)):
                return layer
    return ""


def _vaults(estate: Estate) -> Iterator[Problem]:
    """Who reads a certificate from a vault has its private key."""
    holders: dict[str, str] = {}
    for key, cell in sorted(estate.platform.azure.cells.items()) if estate.platform.azure else ():
        _ = holders.setdefault(_vault(cell.certificate), f"{PLATFORM}'s cell '{key}'")
    for _, record in sorted(estate.owners.items()):
        if not record.hosting or not record.hosting.certificate:
            continue
        vault = _vault(record.hosting.certificate)
        if (holder := holders.setdefault(vault, record.slug)) != record.slug:
            path: Path = ("hosting", "certificate") if record.environment == LIVE else ("test", "certificate")
            found = f"'{record.hosting.certificate}', whose vault {holder} names too"
            yield problem_at(estate, record_of(record.slug), path, found, "a vault of the body's own")


def _vault(certificate: str) -> str:
    return certificate.removeprefix("https://").partition(".")[0]


def _offers_addresses(estate: Estate) -> Iterator[Problem]:
    """An address on premises is where one body is."""
    holders: dict[str, str] = {}
    for slug, record in sorted(estate.organisations.items()):
        for number, offer in enumerate(record.offers):
            if offer.address and (holder := holders.setdefault(offer.address, slug)) != slug:
                found = f"'{offer.address}', at which {holder} offers"
                yield problem_at(estate, record_of(slug), ("offers", number, "address"), found, "an address on the body's own premises")
