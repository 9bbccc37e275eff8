"""Secrets that a stack makes empty and somebody of the body fills after its first deployment: names, never values."""

from collections.abc import Collection
from dataclasses import dataclass

from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.store import load_manifest
from civic.records.errors import RecordError

LAYER = "applications"


@dataclass(frozen=True)
class ToFill:
    """What one application of a stack waits for."""

    stack: StackName
    application: str
    version: str
    variables: tuple[str, ...]


def secrets_to_fill(estate: Estate, stacks: Collection[StackName]) -> list[ToFill]:
    """For each of ``stacks``, in their order, the applications with secrets. A manifest that is wrong is told elsewhere, and left out."""
    found: list[ToFill] = []
    for stack in stacks:
        if stack.layer != LAYER or stack.owner not in estate.owners:
            continue
        for choice in estate.owners[stack.owner].applications_on(stack.cloud):
            try:
                manifest = load_manifest(estate.root, choice.name, choice.version)
            except RecordError:
                continue
            if manifest.secrets:
                found.append(ToFill(stack, choice.name, choice.version, tuple(manifest.secrets)))
    return found


def sentence(one: ToFill) -> str:
    """What the body has to do, in one line."""
    names = ", ".join(one.variables)
    return f"Secrets to fill after the first 'up' of {one.stack}: {names} of {one.application}."
