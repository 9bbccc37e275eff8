"""What the Pulumi engine starts: serves the Azure rules."""

import sys
from pathlib import Path

folder = Path(__file__).resolve().parent
# The engine puts this folder first on the path, where its modules could hide the standard library's.
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != folder]
sys.path.insert(0, str(folder.parent.parent))

from policies.analyzer import serve  # noqa: E402
from policies.registry import pack_rules  # noqa: E402

serve("civic-azure", pack_rules("azure"), folder)
