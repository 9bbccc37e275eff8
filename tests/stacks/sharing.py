"""An estate whose bodies share: two on AWS with each other, two on Azure with each other, one that asks in vain, and one that stays out."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.estate.loading import load_estate
from tests.civic.records.estates import empty, joined

AWS, AZURE, OUTSIDE = ("alder", "birch"), ("cedar", "dogwood"), "fir"
PREMISES = ("10.200.0.0/16", "51.64.1.0/24")
"""What a circuit of the platform's leads to: private addresses, and public ones that a body has for itself."""
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
        for place in platform[cloud]["regions"].values():
            place["premises"] = list(PREMISES)
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
            )
    change(root, "elm", subscriptions=[{"provider": "cedar", "offer": "payroll"}])
    load_estate(root)
    return root
