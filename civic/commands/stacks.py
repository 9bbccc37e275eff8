"""``civic stacks``: what the records imply."""

from pathlib import Path

from civic.estate.layers import LAYERS, implied, reads
from civic.estate.loading import load_estate
from civic.reports.console import plain_table, wide_console


def stacks_command(estate_root: Path) -> int:
    """List stacks by layer."""
    estate = load_estate(estate_root)
    names = implied(estate)
    table = plain_table("layer", "stack", "reads", whole=("layer", "stack"))
    for layer in LAYERS:
        for name in [name for name in names if name.layer == layer.name]:
            table.add_row(f"{layer.number} {layer.name}", str(name), ", ".join(map(str, reads(name, estate))))
    wide_console().print(table)
    return 0
