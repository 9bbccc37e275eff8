"""``civic stacks``: what the records imply."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from civic.records.estate import load_estate
from civic.records.layers import LAYERS, implied, reads


def stacks_command(estate_root: Path) -> int:
    """List stacks by layer."""
    estate = load_estate(estate_root)
    names = implied(estate)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("layer", "stack", "reads"):
        table.add_column(heading)
    for layer in LAYERS:
        for name in [name for name in names if name.layer == layer.name]:
            table.add_row(f"{layer.number} {layer.name}", str(name), ", ".join(map(str, reads(name, estate))))
    Console().print(table)
    return 0
