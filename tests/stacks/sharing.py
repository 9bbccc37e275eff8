"""An estate whose bodies share: two on AWS with each other, two on Azure with each other, one that asks in vain, and one that stays out."""

from ipaddress import IPv4Network
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.estate.loading import load_estate
from tests.civic.records.estates import empty, joined

AWS, AZURE, OUTSIDE = ("alder", "birch"), ("cedar", "dogwood"), "fir"
ADDRESSES = {"alder": "10.200.1.10", "birch": "10.200.2.10", "cedar": "10.200.3.10", "dogwood": "10.200.4.10"}


def offer(slug: str, cloud: str, *, open_to: object, port: int = 8443) -> dict[str, object]:
    return {
        "name": "payroll",
        "version": "2.1",
        "description": "Pay of staff, for bodies that share a service",
        "port": port,
        "clouds": [cloud],
        "address": Quoted(ADDRESSES[slug]),
        "host": f"payroll.{slug}.example",
        "open_to": open_to,
    }


def premises(slug: str, cloud: str) -> dict[str, object]:
    """What a carrier's line leads to: where the body's service stands."""
    line = {"aws": f"dxvif-0000{sorted(ADDRESSES).index(slug)}aaa", "azure": f"lines/{slug}"}[cloud]
    block = IPv4Network(f"{ADDRESSES[slug]}/24", strict=False)
    return {
        "name": "room",
        "ranges": [Quoted(str(block))],
        "owner": f"network@{slug}.example",
        "purpose": "The machine room",
        "circuit": {"owner": "A carrier", "line": line},
    }


def change(root: Path, slug: str, **values: object) -> None:
    """Write keys of a body's record; ``None`` takes one away."""
    path = root / "organisations" / f"{slug}.yaml"
    yaml = YAML()
    yaml.preserve_quotes = True
    record = yaml.load(path.read_text(encoding="utf-8"))
    for key, value in values.items():
        if value is None:
            record.pop(key, None)
        else:
            record[key] = value
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump(record, stream)


def sharing_estate(folder: Path) -> Path:
    root = empty(folder)
    yaml = YAML()
    yaml.preserve_quotes = True
    platform = yaml.load((root / "platform.yaml").read_text(encoding="utf-8"))
    for cloud in ("aws", "azure"):
        # Nobody here is hosted, so no cell has to be planned.
        platform[cloud].pop("cells", None)
    with (root / "platform.yaml").open("w", encoding="utf-8") as stream:
        yaml.dump(platform, stream)
    joined(root, *AWS, "elm", OUTSIDE)
    joined(root, *AZURE, cloud="azure")
    for cloud, (one, other) in (("aws", AWS), ("azure", AZURE)):
        for slug, partner in ((one, other), (other, one)):
            change(
                root,
                slug,
                offers=[offer(slug, cloud, open_to=[partner] if cloud == "aws" else "everybody")],
                subscriptions=[{"provider": partner, "offer": "payroll"}],
                connection={"premises": [premises(slug, cloud)]},
            )
    change(root, "elm", subscriptions=[{"provider": "cedar", "offer": "payroll"}])
    load_estate(root)
    return root
