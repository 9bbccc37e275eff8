"""Small estates with shared cells and the example's store, for tests of applications."""

import shutil
from pathlib import Path

from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from tests.civic.records.estates import empty, joined
from tests.planning import ESTATE

REGION = "eu-west-2"
SHARED = "hosting: {placement: shared}\n"
DEDICATED = "hosting: {placement: dedicated, domain: apps.alder.example}\n"
CERTIFICATE = "https://commons-tls.vault.azure.net/secrets/cell"


def cells(*keys: str, cloud: str = "aws", region: str = REGION) -> str:
    """Cells as the platform record has them, each with a range of its own."""
    second = 33 if cloud == "aws" else 49
    lines = ["  cells:"]
    for number, key in enumerate(keys):
        lines += [
            f"    {key}:",
            f"      region: {region}",
            f'      range: "10.{second}.{4 * number}.0/22"',
            f"      domain: {key}.{cloud}.commons.example",
        ]
        lines += [f"      certificate: {CERTIFICATE}"] if cloud == "azure" else []
    return "\n".join(lines) + "\n"


def platform(folder: Path, *keys: str, azure: tuple[str, ...] = ()) -> Path:
    """An estate with the example's store, nobody in it, and cells of these keys."""
    root = empty(folder)
    shutil.copytree(ESTATE / "applications", root / "applications")
    path = root / "platform.yaml"
    text = "".join(_without_cells(path.read_text(encoding="utf-8")))
    text = text.replace("aws:\n", "aws:\n" + (cells(*keys) if keys else ""), 1)
    text = text.replace("\nazure:\n", "\nazure:\n" + (cells(*azure, cloud="azure", region="uksouth") if azure else ""), 1)
    path.write_text(text, encoding="utf-8")
    return root


def _without_cells(text: str) -> list[str]:
    """The example's platform record without the cells that it has itself."""
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        if line.startswith("  cells:"):
            inside = True
        elif inside and not line.startswith("    "):
            inside = False
        if not inside:
            kept.append(line)
    return kept


def bodies(root: Path, *slugs: str, hosting: str = SHARED, cloud: str = "aws") -> Estate:
    """Join bodies with hosting, and load the estate."""
    joined(root, *slugs, cloud=cloud)
    for slug in slugs:
        with (root / "organisations" / f"{slug}.yaml").open("a", encoding="utf-8") as stream:
            stream.write(hosting)
    return load_estate(root)
