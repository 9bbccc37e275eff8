"""The applications store: manifests by name and version."""

from pathlib import Path

from civic.records.errors import Problem, RecordError, nearest
from civic.records.loader import load
from civic.records.manifest import Manifest
from civic.records.reading import read

FOLDER = "applications"


def versions(root: Path) -> dict[str, tuple[str, ...]]:
    """Versions by name of application, oldest first, as the folders have them. Nothing is parsed."""
    found: dict[str, list[str]] = {}
    for path in (root / FOLDER).glob("*/*.yaml"):
        found.setdefault(path.parent.name, []).append(path.stem)
    return {name: tuple(sorted(given, key=_by_number)) for name, given in sorted(found.items())}


def _by_number(version: str) -> tuple[object, ...]:
    numbers, _, rest = version.partition("-")
    # A pre-release comes before its release, as in semantic versioning.
    return (*(int(part) if part.isdigit() else 0 for part in numbers.split(".")), rest == "", rest)


def load_manifest(root: Path, name: str, version: str) -> Manifest:
    """One manifest. Raises ``RecordError`` for one that is missing, wrong, or not what its place says."""
    path, shown = root / FOLDER / name / f"{version}.yaml", f"{root.name}/{FOLDER}/{name}/{version}.yaml"
    known = versions(root)
    if version not in known.get(name, ()):
        raise RecordError([_missing(shown, known, name, version)])
    manifest: Manifest = load(path, Manifest, shown)
    for key, expected in (("name", name), ("version", version)):
        if getattr(manifest, key) != expected:
            raise RecordError([read(path, shown).problem((key,), f"'{getattr(manifest, key)}'", f"'{expected}', as the file's place says")])
    return manifest


def load_store(root: Path) -> dict[str, dict[str, Manifest]]:
    """Every manifest, by name and version. Raises ``RecordError`` with every problem found."""
    found: dict[str, dict[str, Manifest]] = {}
    problems: list[Problem] = []
    for name, given in versions(root).items():
        for version in given:
            try:
                found.setdefault(name, {})[version] = load_manifest(root, name, version)
            except RecordError as error:
                problems += error.problems
    if problems:
        raise RecordError(problems)
    return found


def _missing(shown: str, known: dict[str, tuple[str, ...]], name: str, version: str) -> Problem:
    if name not in known:
        return Problem(shown, 0, "", f"no application '{name}' in the store", ", ".join(known) or "an application of the store", nearest(name, known))
    return Problem(shown, 0, "", f"no version '{version}' of {name}", ", ".join(known[name]), nearest(version, known[name]))
