"""The store in words: what an application is, for a reader who runs a service. The command and the pages say the same."""

from dataclasses import dataclass

from civic.estate.estate import Estate
from civic.records.clouds import CLOUDS
from civic.records.manifest import Manifest


@dataclass(frozen=True)
class Runner:
    """A body that runs an application."""

    slug: str
    name: str
    version: str
    cloud: str


def runners(estate: Estate, application: str) -> list[Runner]:
    """Bodies of the estate that run it, by name of the body."""
    those = [
        Runner(slug, record.short_name or record.name, choice.version, choice.cloud or record.clouds_taken[0])
        for slug, record in estate.organisations.items()
        for choice in record.applications
        if choice.name == application
    ]
    return sorted(those, key=lambda runner: runner.name)


def described(estate: Estate, manifest: Manifest, versions: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """Headings, each with its sentences."""
    return [
        (f"{manifest.title} {manifest.version}", [manifest.description]),
        ("Who makes it", _maker(manifest)),
        ("What it holds", _holds(manifest)),
        ("What it needs", _needs(manifest)),
        ("Where it can run", _runs(manifest)),
        ("Who helps", _help(manifest)),
        ("Who runs it here", _users(estate, manifest, versions)),
        ("What was read in its documentation", [f"{fact.fact} ({fact.source}, read {fact.on})" for fact in manifest.checked] or ["Nothing."]),
        ("What was not checked", list(manifest.unchecked) or ["Nothing is known to be left."]),
        ("How to take it", [f"civic store add BODY {manifest.name} --version {manifest.version}"]),
    ]


def _maker(manifest: Manifest) -> list[str]:
    return [
        f"{manifest.publisher.name}, {manifest.publisher.site}",
        f"Open source under {manifest.licence}; its source is at {manifest.source}",
        f"Image: {manifest.image}",
    ]


def _holds(manifest: Manifest) -> list[str]:
    personal = "That includes personal data." if manifest.data.personal else "No personal data."
    return [manifest.data.what, personal, f"Meant for data up to {manifest.data.classification}."]


def _needs(manifest: Manifest) -> list[str]:
    size = manifest.size
    processors = "1 processor" if size.cpu == "1" else f"{size.cpu} processors"
    sentences = [f"{size.instances} instances of {processors} and {size.memory} MiB each, up to {size.most} when it is busy."]
    if manifest.database:
        sentences.append("A PostgreSQL database of its own, which is made for it.")
    if manifest.storage_variable:
        sentences.append("Object storage of its own, which is made for it.")
    if manifest.secrets:
        sentences.append(f"Secrets that the body itself puts into its vault: {', '.join(manifest.secrets)}.")
    if manifest.migration:
        sentences.append("Before a version first runs, its own step that makes or changes tables; this is done for it.")
    if manifest.arm64:
        sentences.append(
            "On AWS it runs on processors of ARM's, which cost a fifth less; on Azure on those of Intel's and AMD's, which alone are there."
        )
    if manifest.sticky:
        sentences.append(
            "Callers that stay with one instance, which alone remembers them; this is done for it. When that one ends, they sign in again."
        )
    return sentences


def _runs(manifest: Manifest) -> list[str]:
    hosting = {"shared": "in a shared cell of the platform", "dedicated": "in the body's own hosting"}
    return [
        f"{' or '.join(hosting[each] for each in manifest.placements).capitalize()}, on {' or '.join(CLOUDS[cloud].title for cloud in manifest.clouds)}.",
        f"It runs as user {manifest.user}, never as root, and may write only to {', '.join(manifest.writable) or 'nothing'}.",
    ]


def _help(manifest: Manifest) -> list[str]:
    until = f"until {manifest.support.until}" if manifest.support.until else "the publisher gives no last day for this version, or none was found"
    return [f"{manifest.support.site} ({until})"]


def _users(estate: Estate, manifest: Manifest, versions: tuple[str, ...]) -> list[str]:
    newest = versions[-1]
    those = runners(estate, manifest.name)
    lines = [
        f"{each.name}: version {each.version} on {CLOUDS[each.cloud].title}{'' if each.version == newest else f'; {newest} is there'}"
        for each in those
    ]
    return lines or ["Nobody yet."]
