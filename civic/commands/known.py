"""Whom an estate's records name: accounts, directories, groups, issuers, and the tokens of pipelines."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from civic.access.runs import Run
from civic.access.strangers import Known, Signer
from civic.estate.estate import Estate
from civic.estate.layers import PLATFORM, implied
from civic.records.directory import Directory
from civic.records.platform import RUN_LAYERS


def known_of(estate: Estate, runs: Mapping[str, Run]) -> Known:
    """What the records say. ``runs``: stack -> its run, of every stack whose run is known."""
    names = {str(name): name for name in implied(estate)}
    named = {owner: _named(record) for owner, record in estate.owners.items()}
    signers = {**_runs_to_come(estate), **_bodys(estate), **_platforms(runs)}
    return Known({stack: name.owner for stack, name in names.items()}, {PLATFORM: _named(estate.platform), **named}, signers)


def _runs_to_come(estate: Estate) -> dict[tuple[str, str, str], Signer]:
    """Runs for which a body's identity stands before it has a stack of their layer."""
    found: dict[tuple[str, str, str], Signer] = {}
    for owner, record in estate.owners.items():
        for cloud in record.clouds:
            section = estate.platform.cloud(cloud)
            for layer in RUN_LAYERS if section else ():
                if section:
                    found[cloud, section.pipeline.issuer, section.pipeline.subject(layer, owner)] = Signer(owner)
    return found


def _platforms(runs: Mapping[str, Run]) -> dict[tuple[str, str, str], Signer]:
    clients: dict[tuple[str, str, str], set[str]] = {}
    for run in runs.values():
        clients.setdefault((run.cloud, run.issuer, run.subject), set()).add(run.client)
    return {token: Signer(PLATFORM, frozenset(found)) for token, found in clients.items()}


def _bodys(estate: Estate) -> dict[tuple[str, str, str], Signer]:
    """A body's own pipelines."""
    found: dict[tuple[str, str, str], Signer] = {}
    for owner, record in estate.owners.items():
        for cloud in record.clouds if record.pipeline else ():
            if record.pipeline:
                found[cloud, record.pipeline.issuer, record.pipeline.subject] = Signer(owner)
    return found


def _named(record: BaseModel) -> frozenset[str]:
    return frozenset(text.lower().rstrip("/") if text.startswith("https://") else text.lower() for text in _texts(record)) | _entities(record)


def _entities(record: BaseModel) -> frozenset[str]:
    """What a directory's assertions call it, which follows from its tenant."""
    directory = getattr(record, "directory", None)
    return frozenset({directory.entity.lower()}) if isinstance(directory, Directory) else frozenset()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
