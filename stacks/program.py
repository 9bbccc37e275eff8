"""From a stack's name to its card."""

import os
from pathlib import Path

import pulumi

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.loading import load_estate, load_with_partners
from components.contracts import PLATFORM
from stacks.clouds import builder

ESTATE_VARIABLE = "CIVIC_ESTATE"
"""Where the records are, when they are not in the project's ``estate/``."""


def run() -> None:
    """Build the stack that Pulumi asked for, and export its card.

    What people got wrong ends the program with one line (``pulumi.RunError``); anything else keeps its traceback.
    """
    try:
        name = StackName.parse(pulumi.get_stack())
        estate = open_estate(name, pulumi.runtime.settings.get_root_directory())
        card = builder(name.cloud)(name, estate, pulumi.get_project())
    except InputError as error:
        raise pulumi.RunError(str(error)) from error
    for field, value in card.items():
        pulumi.export(field, value)


def open_estate(name: StackName, root: str) -> Estate:
    """What the stack needs of the estate: all bodies for the platform's stacks, one and its partners for a body's own."""
    folder = Path(os.environ.get(ESTATE_VARIABLE) or Path(root) / "estate")
    if name.owner != PLATFORM:
        return load_with_partners(folder, name.body)
    # Hubs and cells serve everybody, so they need the roster; the other layers of the platform know no body.
    return load_estate(folder, only=None if name.layer in ("network", "hosting") else [])
