"""Estates of councils, made in a scratch folder as anybody would make them: by what ``civic`` writes."""

import csv
import shutil
import sys
from pathlib import Path

from benchmarks.measuring import Ran, civic, run
from benchmarks.result import ROOT, Settings, Skipped


def register_of(settings: Settings, bodies: int = 0) -> tuple[Path, int]:
    """A register with ``bodies`` (0 for all) of the settings' councils, of each kind in proportion, and how many they are. Raises ``Skipped``."""
    if not settings.register.is_file():
        raise Skipped(f"there is no register at {settings.register}; --register names one")
    with settings.register.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns = list(reader.fieldnames or ())
        rows = sorted((row for row in reader if row["principal"] == "yes"), key=lambda row: (row["type"], row["slug"]))
    rows = _spread(rows, settings.bodies or len(rows))
    rows = _spread(rows, bodies or len(rows))
    path = settings.scratch / f"register-{len(rows)}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path, len(rows)


def _spread(rows: list[dict[str, str]], wanted: int) -> list[dict[str, str]]:
    wanted = min(wanted, len(rows))
    return [rows[place * len(rows) // wanted] for place in range(wanted)]


def nobody(folder: Path) -> Path:
    """An estate with the example's platform record, its directories and store, and no bodies."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "estate" / "applications", folder / "applications")
    shutil.copy(ROOT / "estate" / "platform.yaml", folder)
    shutil.copytree(ROOT / "estate" / "directories", folder / "directories")
    return folder


def joined(folder: Path, register: Path, cloud: str = "both") -> Ran:
    """Join a register to a new estate in ``folder``; gives the time it took."""
    contacts = ("--owner", "cloud@{slug}.example", "--phone", "+441632960000")
    return civic("join", "--register", str(register), *contacts, "--cloud", cloud, "--on", "2026-11-24", "--estate", str(nobody(folder)))


def mixed(folder: Path, register: Path, cloud: str = "either") -> Ran:
    """Join a register to a new estate and give each body what the rules of ``mix`` say; gives the time it took."""
    return run(sys.executable, "-m", "benchmarks.mix", str(nobody(folder)), str(register), cloud)


def fictional_register(folder: Path, bodies: int) -> Path:
    """A register of ``bodies`` district councils that do not exist, for rows that need no real ones."""
    path = folder / f"fictional-{bodies}.csv"
    rows = [f"alder-{number},Alder {number} District Council,district council,yes" for number in range(1, bodies + 1)]
    path.write_text("\n".join(["slug,name,type,principal", *rows, ""]), encoding="utf-8")
    return path
