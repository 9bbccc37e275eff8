"""What Pulumi runs. The stack's name selects record, cloud and layer."""

import sys
from pathlib import Path

# Pulumi starts the program inside this folder. The packages beside it come first, so that no installed copy shadows a fork's.
root = str(Path(__file__).resolve().parent.parent)
if sys.path[:1] != [root]:
    sys.path.insert(0, root)

from stacks.program import run  # noqa: E402

run()
