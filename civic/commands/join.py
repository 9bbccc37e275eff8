"""``civic join``: one record and one ledger file for each new body, and nothing else."""

import csv
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.ledger.addresses import UsedAddresses, allocate, used_addresses
from civic.records.clouds import CLOUD_IDS
from civic.records.errors import nearest
from civic.records.kinds import KINDS
from civic.records.ledger import Ledger
from civic.records.loader import validate
from civic.records.organisation import OrganisationRecord
from civic.records.owners import SLUG_ALLOWED, is_slug
from civic.records.reading import Text
from civic.records.values import Email, Name, Phone
from civic.records.writing import write_all_new

CHOICES: dict[str, tuple[str, ...]] = {**{cloud: (cloud,) for cloud in CLOUD_IDS}, "both": CLOUD_IDS}
CONTACTS = {
    "owner": "a role mailbox in the column 'owner', or --owner with {slug} in it for all who have none there, such as 'cloud@{slug}.example'",
    "phone": "a number in E.164 in the column 'phone', or --phone for all who have none there",
}
"""What a register lacks where it has no contacts. Nobody's are made up: alarms and AWS write to them."""


def join_command(
    estate_root: Path,
    slug: str | None,
    name: str | None,
    kind: str | None,
    cloud: str | None,
    owner: str | None,
    phone: str | None,
    register: Path | None,
    on: str,
) -> int:
    """Join one body or a register of them; ask on a terminal for what is missing. Returns the exit code."""
    estate = load_estate(estate_root)
    if register is not None:
        bodies = from_register(register, cloud or "aws", owner or "", phone or "")
    else:
        bodies = [body(**_asked({"slug": slug, "name": name, "kind": kind, "cloud": cloud, "owner": owner, "phone": phone}))]
    for path in join(estate, bodies, on):
        click.echo(path)
    return 0


def _fits(kind: Any) -> Callable[[str], str]:
    """What an answer must be; another one is told why and asked again."""

    def check(answer: str) -> str:
        try:
            return TypeAdapter(kind).validate_python(answer)
        except ValidationError as error:
            raise click.UsageError(f"found '{answer}'; allowed: {error.errors()[0].get('ctx', {}).get('error')}") from None

    return check


def _slug(answer: str) -> str:
    if not is_slug(answer):
        raise click.UsageError(f"found '{answer}'; allowed: {SLUG_ALLOWED}")
    return answer


QUESTIONS: Mapping[str, tuple[str, Callable[[str], str] | click.Choice[str]]] = {
    "slug": ("Short name (slug), such as northshire", _slug),
    "name": ("Full name of the body", _fits(Name)),
    "kind": ("Kind", click.Choice(list(KINDS))),
    "cloud": ("Cloud", click.Choice(list(CHOICES))),
    "owner": ("Role mailbox of its owner", _fits(Email)),
    "phone": ("Telephone number in E.164, such as +441632960000", _fits(Phone)),
}


def _asked(given: Mapping[str, str | None]) -> dict[str, str]:
    """What was given, and on a terminal the answers for the rest. Nothing is made up: elsewhere what is missing is an error."""
    if sys.stdin.isatty():
        return {key: value or _answer(key) for key, value in given.items()}
    missing = ["BODY" if key == "slug" else f"--{key}" for key, value in given.items() if not value]
    if missing:
        raise InputError(f"missing: {', '.join(missing)}; 'civic join --help' says what each is, and on a terminal 'civic join' asks for them")
    return {key: value for key, value in given.items() if value}


def _answer(key: str) -> str:
    question, allowed = QUESTIONS[key]
    if isinstance(allowed, click.Choice):
        return click.prompt(question, type=allowed)
    return click.prompt(question, value_proc=allowed)


def body(slug: str, name: str, kind: str, cloud: str, owner: str, phone: str) -> dict[str, object]:
    """A record as plain data. Raises ``InputError`` for a slug, kind or cloud that is not one."""
    if not is_slug(slug):
        raise InputError(f"slug: found '{slug}'; allowed: {SLUG_ALLOWED}")
    if kind not in KINDS:
        raise InputError(f"kind: found '{kind}'; allowed: {', '.join(KINDS)}; {nearest(kind, list(KINDS))}".rstrip("; "))
    if cloud not in CHOICES:
        raise InputError(f"cloud: found '{cloud}'; allowed: {', '.join(CHOICES)}")
    return {"slug": slug, "name": name, "kind": kind, "clouds": list(CHOICES[cloud]), "contacts": {"owner": owner, "phone": phone}}


def from_register(path: Path, cloud: str, owner: str = "", phone: str = "") -> list[dict[str, object]]:
    """Every principal body of a register (columns slug, name, type, principal; owner and phone where it has them).

    ``owner`` and ``phone`` are for rows without; ``{slug}`` in ``owner`` stands for the body. Raises ``InputError`` naming the line.
    """
    kinds = {word: kind.id for kind in KINDS.values() for word in kind.register_types}
    found: list[dict[str, object]] = []
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        missing = {"slug", "name", "type", "principal"} - set(rows.fieldnames or ())
        if missing:
            raise InputError(f"{path}:1: no column {', '.join(sorted(missing))}; a register has slug, name, type and principal")
        for row in rows:
            if row["principal"] != "yes":
                continue
            if row["type"] not in kinds:
                raise InputError(
                    f"{path}:{rows.line_num}: type: found '{row['type']}'; allowed: {', '.join(kinds)}; {nearest(row['type'], list(kinds))}"
                )
            mailbox, number = row.get("owner") or owner.replace("{slug}", row["slug"]), row.get("phone") or phone
            for column, value in (("owner", mailbox), ("phone", number)):
                if not value:
                    raise InputError(f"{path}:{rows.line_num}: {column}: found nothing; allowed: {CONTACTS[column]}")
            found.append(body(row["slug"], row["name"], kinds[row["type"]], cloud, mailbox, number))
    return found


def join(estate: Estate, bodies: Sequence[Mapping[str, object]], on: str) -> list[Path]:
    """Write the records and ledgers of ``bodies``. All are validated before the first file is written."""
    taken = used_addresses(estate)
    files: list[tuple[Path, str]] = []
    seen: set[str] = set()
    names = {record.name.casefold(): slug for slug, record in estate.organisations.items()}
    for data in bodies:
        slug = str(data["slug"])
        record_path, ledger_path = estate.root / "organisations" / f"{slug}.yaml", estate.root / "ledger" / f"{slug}.yaml"
        if record_path.exists() or ledger_path.exists() or slug in seen:
            raise InputError(f"{record_path}: '{slug}' has joined already; edit its record, or choose another slug")
        seen.add(slug)
        content = {key: value for key, value in data.items() if key != "slug"}
        record: OrganisationRecord = validate(Text(str(record_path), content), OrganisationRecord, {"slug": slug})
        other = names.setdefault(record.name.casefold(), slug)
        if other != slug:
            raise InputError(f"{record_path}: name: found '{record.name}', which {other} has already; allowed: a name of its own")
        entries = _given(estate, record, taken, on)
        validate(Text(str(ledger_path), {"entries": entries}), Ledger)
        files += [(record_path, _yaml(content, "organisation")), (ledger_path, _yaml({"entries": entries}, "ledger"))]
    write_all_new(files)
    return [path for path, _ in files]


def _given(estate: Estate, record: OrganisationRecord, taken: UsedAddresses, on: str) -> list[dict[str, object]]:
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
        block = allocate(pool, taken, record.prefix, f"{record.slug}/{cloud}/{region}")
        taken.add(block)
        entries.append({"given": Quoted(str(block)), "cloud": cloud, "region": region, "on": Quoted(on)})
    return entries


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
