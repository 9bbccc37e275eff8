"""Small estates on disk, for tests of what is read and written."""

import shutil
from pathlib import Path

from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.ledger.joining import body, join
from tests.planning import ESTATE, ROOT, SHARED

__all__ = ["ON", "ROOT", "SHARED", "content", "empty", "example", "joined"]
ON = "2026-11-24"

RECORD = """\
directory: {tenant: a1f6c0d4-8e52-4b39-9c17-3d70e5b8f264}
name: Northshire County Council
kind: county-council
clouds: [aws]
contacts:
  owner: cloud@northshire.example
  phone: "+441632960001"
connection:
  egress:
    - "*.service.gov.uk"
    - api.os.uk
review_by: "2027-11-30"
"""

LEDGER = """\
entries:
- given: "10.64.4.0/22"
  cloud: aws
  region: eu-west-2
  on: "2026-11-24"
"""


def empty(folder: Path, *, bodies: str = "") -> Path:
    """An estate with the example's platform record and nobody in it; ``bodies`` replaces the supernet on AWS."""
    root = folder / "estate"
    root.mkdir(parents=True)
    text = (ESTATE / "platform.yaml").read_text(encoding="utf-8")
    if bodies:
        text = text.replace('bodies: ["10.64.0.0/10"]', f'bodies: ["{bodies}"]')
    (root / "platform.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(ESTATE / "directories", root / "directories")
    return root


def example(folder: Path) -> Path:
    """A copy of the example estate."""
    return Path(shutil.copytree(ESTATE, folder / "estate"))


def joined(root: Path, *slugs: str, kind: str = "district-council", cloud: str = "aws", region: str = "") -> Estate:
    """Join bodies of these slugs and load the estate again. ``region``: another than the cloud's home."""
    for slug in slugs:
        record = body(slug, f"{slug} Council", kind, cloud, f"cloud@{slug}.example", "+441632960000")
        join(load_estate(root), [{**record, "clouds": {cloud: {"region": region}}} if region else record], ON)
        record = root / "organisations" / f"{slug}.yaml"
        text = record.read_text(encoding="utf-8")
        _ = record.write_text(text.replace(f"- name: {slug}.example\n", f'- name: {slug}.example\n  shown: "{ON}"\n'), encoding="utf-8")
    return load_estate(root)


def content(root: Path) -> dict[str, bytes]:
    """Every file below ``root``."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
