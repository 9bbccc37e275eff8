"""What Pulumi runs. The stack's name selects record, cloud and layer."""

import sys
from pathlib import Path

# Pulumi starts the program inside this folder; the packages beside it are the repository's.
root = str(Path(__file__).resolve().parent.parent)
if root not in sys.path:
    sys.path.append(root)

from stacks.program import run  # noqa: E402

run()
