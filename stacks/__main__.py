"""What Pulumi runs. The stack's name selects record, cloud and layer."""

import sys
from pathlib import Path

# Pulumi starts the program inside this folder; the packages beside it are the repository's.
root = str(Path(__file__).resolve().parent.parent)
# First, so that no installed package of the same name is taken for the project's own.
sys.path[:] = [root, *(entry for entry in sys.path if entry != root)]

from stacks.program import run  # noqa: E402

run()
