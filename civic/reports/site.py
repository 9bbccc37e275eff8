"""``civic store site``: the store as pages that are read without a script, a font or a server of anybody else's."""

import base64
import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.files import write
from civic.records.clouds import CLOUDS
from civic.records.manifest import Manifest
from civic.reports.markup import marked
from civic.reports.store import described, runners

MARK = "civic-store-site"
"""File by which a folder is known to be of this command's making, and may be replaced."""
SHOWN = ("Who makes it", "What it holds", "What it needs", "Where it can run", "Who helps", "Who runs it here")


def render(estate: Estate, store: dict[str, dict[str, Manifest]]) -> dict[str, str]:
    """Pages by path below the folder: the list, and one for each application."""
    environment = Environment(loader=PackageLoader("civic.reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["marked"] = marked
    style, script = (_own(environment, name) for name in ("style.css", "search.js"))
    policy = f"default-src 'none'; style-src {_digest(style)}; base-uri 'none'; form-action 'none'"
    shared: dict[str, Any] = {
        "platform": estate.platform.name,
        "contact": estate.platform.contact,
        "style": style,
        "policy": policy,
    }
    newest = {name: list(given.values())[-1] for name, given in store.items()}
    cards = [_card(estate, manifest) for manifest in sorted(newest.values(), key=lambda manifest: manifest.title.casefold())]
    listed = {**shared, "policy": f"{policy}; script-src {_digest(script)}", "script": script, "applications": cards}
    pages = {"index.html": environment.get_template("list.html").render(**listed)}
    for name, manifest in newest.items():
        sections = [(heading, lines) for heading, lines in described(estate, manifest, tuple(store[name])) if heading in SHOWN]
        newest_first = list(reversed(store[name].values()))
        page = environment.get_template("application.html")
        known = {"addresses": (manifest.publisher.site, manifest.source, manifest.support.site), "versions": tuple(store[name])}
        pages[f"{name}/index.html"] = page.render(**shared, **known, manifest=manifest, sections=sections, newest_first=newest_first)
    return pages


def _own(environment: Environment, name: str) -> Markup:
    """A file beside the templates, as it is: the policy lets in nothing but its digest."""
    return Markup(environment.loader.get_source(environment, name)[0])  # type: ignore[union-attr]  # noqa: S704


def _digest(text: str) -> str:
    """Source of a policy that lets in this inline text alone (CSP level 3, "hash-source")."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _card(estate: Estate, manifest: Manifest) -> dict[str, Any]:
    bodies = len({runner.slug for runner in runners(estate, manifest.name)})
    return {
        "name": manifest.name,
        "title": manifest.title,
        "version": manifest.version,
        "description": manifest.description,
        "classification": manifest.data.classification,
        "personal": manifest.data.personal,
        "placements": " or ".join(manifest.placements),
        "clouds": " or ".join(CLOUDS[cloud].title for cloud in manifest.clouds),
        "bodies": {0: "nobody yet", 1: "1 body"}.get(bodies, f"{bodies} bodies"),
    }


def replace_folder(out: Path, pages: dict[str, str]) -> None:
    """Put the pages where ``out`` is. Raises ``InputError`` for a folder that holds something else."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise InputError(f"--out: {out} is not a folder; give a new one")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise InputError(f"--out: {out} holds files that 'civic store site' did not write; give a new folder, or an empty one")
    out.parent.mkdir(parents=True, exist_ok=True)
    pages_folder = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    try:
        for path, text in {**pages, MARK: "Written by 'civic store site', which replaces this folder whole.\n"}.items():
            write(pages_folder / path, text)
        pages_folder.chmod(0o755)
        old = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.old."))
        if out.exists():
            out.rename(old / "was")
        pages_folder.rename(out)
        shutil.rmtree(old)
    except BaseException:
        shutil.rmtree(pages_folder, ignore_errors=True)
        raise
