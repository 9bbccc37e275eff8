"""What each council of a register takes, by rule, and the estate in which all of them do. ``python -m benchmarks.mix FOLDER REGISTER CLOUD``.

Everything is written by what writes it for people: ``join`` the records, ``store add`` applications and their places, ``numbers give``
telephone numbers. The platform's cells alone, which a person writes, are put into the copied platform record.
"""

import csv
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from ipaddress import IPv4Network
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.clock import today
from civic.estate.capacity import capacity
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.estate.store import versions
from civic.ledger.applications import add_application
from civic.ledger.joining import CLOUD_CHOICES, join
from civic.ledger.numbers import give_numbers
from civic.ledger.placement import CellsFull
from civic.ledger.registers import from_register
from civic.records.hashing import number_of, short_hash
from civic.records.kinds import KINDS
from civic.records.voice import EXAMPLES

SHARING = ("district-council", "ni-district")
"""Kinds that share hosting. Every other has hosting of its own."""
OFFERING = "county-council"
TAKING = "district-council"
SERVICE, BEHIND = "hr-payroll", "odoo"
NUMBERS = 5
"""Numbers for each body with voice, of the thousand that Ofcom keeps for drama ("Telephone numbers for use in TV and radio drama programmes")."""
NOBODYS = "00000000-0000-4000-8000-000000000000"
"""Tenant of a directory where the platform has none."""
CERTIFICATE = Path(__file__).resolve().parent.parent / "tests" / "estate" / "directories" / "northshire.pem"
"""With which every directory here says that it signs."""
KEYS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Council:
    """One body of the register and the choices that its name makes for it."""

    slug: str
    kind: str
    place: str
    """Its region in the register; empty where the register has none."""
    clouds: tuple[str, ...]

    def one_in(self, number: int, what: str) -> bool:
        return number_of(f"{self.slug}/{what}", number) == 0

    @property
    def home(self) -> str:
        """The cloud on which its applications run. What counties offer needs AWS, where every consumer can reach an application."""
        wanted = "aws" if self.kind == OFFERING else ("aws", "azure")[number_of(f"{self.slug}/home", 2)]
        return wanted if wanted in self.clouds else self.clouds[0]

    @property
    def shares(self) -> bool:
        return self.kind in SHARING

    @property
    def offers(self) -> bool:
        """Every other county."""
        return self.kind == OFFERING and "aws" in self.clouds and self.one_in(2, "offers")

    @property
    def applications(self) -> tuple[str, ...]:
        if self.shares:
            return ("vikunja", "gotenberg") if self.one_in(2, "second") else ("vikunja",)
        return (BEHIND if self.kind == OFFERING else ("vikunja", "flowable")[number_of(f"{self.slug}/only", 2)],)


def make(folder: Path, register: Path, cloud: str, on: date) -> list[str]:
    """Join the register to an estate that has a platform record and a store; give every body what it takes. Returns slugs.

    Raises ``ValueError`` or ``RecordError`` as the commands do.
    """
    chosen = councils(register, cloud)
    _add_cells(folder / "platform.yaml", chosen)
    providers = _providers(chosen)
    plain = from_register(register, "both" if cloud == "either" else cloud, "cloud@{slug}.example", "+442079460000")
    newest = {name: given[-1] for name, given in versions(folder).items()}
    azure = load_estate(folder).platform.azure
    # The estate may look as of an earlier day, on which nothing of today's has happened.
    on = min(on, today())
    directory = str(azure.directory) if azure else NOBODYS
    speaking = [council.slug for council in chosen if _speaks(council)]
    # Controllers call from addresses of their own: the ranges that RFC 5737 keeps for examples have 768.
    free = (str(address) for block in EXAMPLES for address in block)
    controllers = dict(zip(speaking, free, strict=False))
    whole = [
        {**data, "clouds": list(council.clouds), **taken(council, providers, newest, on, directory, controllers)}
        for data, council in zip(plain, chosen, strict=True)
    ]
    for data in whole:
        if "directory" in data:
            _sign(folder, str(data["slug"]))
    join(load_estate(folder), whole, on.isoformat())
    estate = load_estate(folder)
    for council in chosen:
        estate = _run(estate, council, newest, on.isoformat())
    for number, council in enumerate([each for each in chosen if _speaks(each)][: 1000 // NUMBERS]):
        first = 441632960000 + number * NUMBERS
        give_numbers(estate, council.slug, f"+{first}-+{first + NUMBERS - 1}", "Fictional Telecom", on.isoformat())
    return [council.slug for council in chosen]


def councils(register: Path, cloud: str) -> list[Council]:
    kinds = {word: kind.id for kind in KINDS.values() for word in kind.register_types}
    with register.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["principal"] == "yes"]
    return [Council(row["slug"], kinds[row["type"]], row.get("region") or "", _clouds(row["slug"], kinds[row["type"]], cloud)) for row in rows]


def _clouds(slug: str, kind: str, cloud: str) -> tuple[str, ...]:
    """With ``either``, each has one by its name; counties have AWS besides, where they offer."""
    if cloud != "either":
        return CLOUD_CHOICES[cloud]
    own = ("aws", "azure")[number_of(f"{slug}/cloud", 2)]
    return CLOUD_CHOICES["both"] if kind == OFFERING and own == "azure" else (own,)


def _speaks(council: Council) -> bool:
    return council.one_in(3, "voice")


def _providers(chosen: Sequence[Council]) -> dict[str, str]:
    """The county that each district takes payroll of: one of its region that offers it, and of any region where none does."""
    offering = [council for council in chosen if council.offers]
    found: dict[str, str] = {}
    for council in chosen:
        near = [each for each in offering if each.place == council.place] or offering
        if council.kind == TAKING and "aws" in council.clouds and near:
            found[council.slug] = near[number_of(f"{council.slug}/payroll", len(near))].slug
    return found


def taken(
    council: Council, providers: Mapping[str, str], newest: Mapping[str, str], on: date, directory: str, controllers: Mapping[str, str]
) -> dict[str, object]:
    """What the record says beside name, kind, clouds and contacts; applications follow, since they need places."""
    slug, soon = council.slug, (on + timedelta(days=180)).isoformat()
    record: dict[str, object] = {
        "connection": {"egress": ["*.service.gov.uk", f"api.{slug}.example"]},
        "budget": KINDS[council.kind].budget + 100 * (number_of(f"{slug}/budget", 50)),
        "hosting": {"placement": "shared"} if council.shares else _own_hosting(council),
    }
    record["domains"] = [{"name": f"{slug}.example", "shown": Quoted(on.isoformat())}]
    if council.offers:
        record |= _offered(sorted(taker for taker, provider in providers.items() if provider == slug), newest)
    if slug in providers:
        record["subscriptions"] = [{"provider": providers[slug], "offer": SERVICE}]
    if _speaks(council):
        address = f"{controllers[slug]}/32"
        emergency = {"through": "the carrier's own trunk", "tested": (on - timedelta(days=30)).isoformat()}
        record["voice"] = {"controller": f"sbc.{slug}.example", "addresses": [address], "calls": 60, "emergency": emergency}
    if council.one_in(4, "access"):
        groups = [{"role": role, "group": str(uuid5(NAMESPACE_DNS, f"{role}.{slug}.example"))} for role in ("reader", "operator")]
        record["directory"] = {"tenant": directory}
        record["access"] = [{**group, "cloud": cloud, "until": soon} for cloud in council.clouds for group in groups]
    return record


def _sign(folder: Path, slug: str) -> None:
    """Give a body's directory the example's certificate: one must be there, and whose it is makes no difference here."""
    (folder / "directories").mkdir(exist_ok=True)
    shutil.copy(CERTIFICATE, folder / "directories" / f"{slug}.pem")


def _own_hosting(council: Council) -> dict[str, object]:
    hosting: dict[str, object] = {"placement": "dedicated", "domain": f"apps.{council.slug}.example"}
    if "azure" in council.clouds:
        hosting["certificate"] = f"https://tls-{short_hash(council.slug, 16)}.vault.azure.net/secrets/apps"
    return hosting


def _offered(takers: Sequence[str], newest: Mapping[str, str]) -> dict[str, object]:
    offer = {"name": SERVICE, "version": Quoted("1.0"), "description": "People, leave and pay", "clouds": ["aws"], "application": BEHIND}
    # An offer stands on an application of the same record, for which 'store add' would come too late.
    return {
        "applications": [{"name": BEHIND, "version": Quoted(newest[BEHIND]), "cloud": "aws"}],
        "offers": [{**offer, "open_to": list(takers) or "everybody"}],
    }


def _run(estate: Estate, council: Council, newest: Mapping[str, str], on: str) -> Estate:
    """Give the body its applications. A second one is left out where the cell has filled up since the first: nobody moves."""
    for number, name in enumerate(() if council.offers else council.applications):
        try:
            add_application(estate, council.slug, name, newest[name], council.home, on)
        except CellsFull:
            if number == 0:
                raise
        changed = load_estate(estate.root, only=[council.slug])
        estate = replace(estate, organisations={**estate.organisations, **changed.organisations}, ledgers={**estate.ledgers, **changed.ledgers})
    return estate


def _add_cells(path: Path, chosen: Sequence[Council]) -> None:
    """As many cells on each cloud as those who share need, each beside the example's."""
    yaml = YAML()
    data = yaml.load(path)
    for cloud in CLOUD_CHOICES["both"]:
        wanted = sum(len(council.applications) for council in chosen if council.shares and council.home == cloud)
        cells = data[cloud]["cells"]
        (first,) = cells.values()
        for number, key in enumerate(KEYS[: -(-wanted // capacity(cloud))]):
            block = IPv4Network((int(IPv4Network(first["range"]).network_address) + number * 1024, 22))
            more = {"range": str(block), "domain": f"{key}.{first['domain']}"}
            cells.setdefault(key, {**first, **more, **({"certificate": f"{first['certificate']}-{key}"} if "certificate" in first else {})})
    yaml.dump(data, path)


def main(folder: str, register: str, cloud: str) -> None:
    print(f"{len(make(Path(folder), Path(register), cloud, date.today())):,} bodies")


if __name__ == "__main__":
    main(*sys.argv[1:])
