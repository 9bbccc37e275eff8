"""The applications store: manifests by name and version."""

import re
from functools import lru_cache
from pathlib import Path

from civic.records.errors import Problem, RecordError, nearest
from civic.records.folders import names_in
from civic.records.loader import load
from civic.records.manifest import Manifest
from civic.records.reading import read

FOLDER = "applications"


def versions(root: Path) -> dict[str, tuple[str, ...]]:
    """Versions by name of application, oldest first, as the folders have them. Nothing is parsed."""
    known: dict[str, tuple[str, ...]] = {}
    for name in names_in(root / FOLDER, f"{root.name}/{FOLDER}"):
        if (root / FOLDER / name).is_dir():
            files = names_in(root / FOLDER / name, f"{root.name}/{FOLDER}/{name}")
            if given := [file.removesuffix(".yaml") for file in files if file.endswith(".yaml")]:
                known[name] = tuple(sorted(given, key=_by_number))
    return known


def _by_number(version: str) -> tuple[object, ...]:
    """1.10 comes after 1.9, and a pre-release before its release, as in semantic versioning."""
    numbers, _, rest = version.partition("-")
    parts = [int(part) if part.isdigit() else 0 for part in numbers.split(".")]
    return (*parts, *[0] * (8 - len(parts))), rest == "", tuple(_numbered(part) for part in re.findall(r"[0-9]+|[a-z]+", rest)), version


def _numbered(part: str) -> tuple[int, int, str]:
    return (0, int(part), "") if part.isdigit() else (1, 0, part)


def load_manifest(root: Path, name: str, version: str) -> Manifest:
    """One manifest. Raises ``RecordError`` for one that is missing, wrong, or not what its place says."""
    path, shown = root / FOLDER / name / f"{version}.yaml", f"{root.name}/{FOLDER}/{name}/{version}.yaml"
    known = versions(root)
    if version not in known.get(name, ()):
        raise RecordError([missing(shown, known, name, version)])
    status = path.lstat()
    return _load(path, shown, status.st_mtime_ns, status.st_size, status.st_ino)


@lru_cache(maxsize=512)
def _load(path: Path, shown: str, _changed: int, _size: int, _inode: int) -> Manifest:
    # Many bodies run one version: an unchanged file is parsed once.
    manifest: Manifest = load(path, Manifest, shown)
    for key, expected in (("name", path.parent.name), ("version", path.stem)):
        if getattr(manifest, key) != expected:
            raise RecordError([read(path, shown).problem((key,), f"'{getattr(manifest, key)}'", f"'{expected}', as the file's place says")])
    return manifest


def load_store(root: Path) -> dict[str, dict[str, Manifest]]:
    """Every manifest, by name and version, oldest first. Raises ``RecordError`` with every problem found."""
    found: dict[str, dict[str, Manifest]] = {}
    problems = _strays(root)
    for name, given in versions(root).items():
        for version in given:
            try:
                found.setdefault(name, {})[version] = load_manifest(root, name, version)
            except RecordError as error:
                problems += error.problems
    if problems:
        raise RecordError(problems)
    return found


def _strays(root: Path) -> list[Problem]:
    """A folder that leads out of the estate, and files that nobody would find."""
    folder, shown = root / FOLDER, f"{root.name}/{FOLDER}"
    if not all(path.resolve().is_relative_to(root.resolve()) for path in (folder, *folder.glob("*"))):
        return [Problem(shown, 0, "", "a symbolic link out of the estate", "a folder of its own")]
    strays = [path for path in sorted(folder.rglob("*")) if path.is_file() and (path.suffix != ".yaml" or path.parent.parent != folder)]
    place = f"'{FOLDER}/NAME/VERSION.yaml'"
    return [Problem(f"{shown}/{path.relative_to(folder)}", 0, "", "a file that is no manifest", place) for path in strays]


def missing(shown: str, known: dict[str, tuple[str, ...]], name: str, version: str) -> Problem:
    """What to say of an application or a version that the store has not, with the nearest it has."""
    if name not in known:
        return Problem(shown, 0, "", f"no application '{name}' in the store", ", ".join(known) or "an application of the store", nearest(name, known))
    return Problem(shown, 0, "", f"no version '{version}' of {name}", ", ".join(known[name]), nearest(version, known[name]))


def chosen_version(root: Path, name: str, version: str) -> tuple[str, str]:
    """Name and version, the newest where none is asked for. Raises ``RecordError`` with the nearest."""
    known = versions(root)
    if name not in known or (version and version not in known[name]):
        raise RecordError([missing(f"{root.name}/applications", known, name, version)])
    return name, version or known[name][-1]
