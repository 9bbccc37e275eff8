"""From a stack's name to its card."""

import os
from dataclasses import replace
from pathlib import Path

import pulumi

from civic.errors import InputError
from civic.estate.card_files import PUBLISHED
from civic.estate.layers import StackName
from civic.estate.loading import load_for_stack
from civic.estate.name_rights import refuse_unshown
from civic.estate.pending_actions import unknown_agreements
from civic.estate.targets import refuse_unless_implied
from civic.planning import PLANNING
from stacks.clouds import builder

ESTATE_VARIABLE = "CIVIC_ESTATE"
"""Where the records are, when they are not in the project's ``estate/``."""


def run() -> None:
    """Build the stack that Pulumi asked for, and export its card.

    What people got wrong ends the program with one line (``pulumi.RunError``); anything else keeps its traceback.
    """
    try:
        name = StackName.parse(pulumi.get_stack())
        folder = Path(os.environ.get(ESTATE_VARIABLE) or Path(pulumi.runtime.settings.get_root_directory()) / "estate")
        estate = replace(load_for_stack(folder, name), published=pulumi.Config().get("cards") == PUBLISHED)
        refuse_unless_implied(estate, name)
        if PLANNING not in os.environ:
            refuse_unshown(estate, name.body)
        for line in unknown_agreements(estate, [name.body]):
            pulumi.warn(line)
        card = builder(name.cloud)(name, estate, pulumi.get_project())
    except InputError as error:
        raise pulumi.RunError(str(error)) from error
    for field, value in card.items():
        pulumi.export(field, value)
