"""``civic stacks``: what the records imply."""

from dataclasses import asdict
from pathlib import Path

from civic.commands import exit_codes
from civic.commands.forks import estate_here
from civic.estate.layers import LAYERS, reads
from civic.estate.targets import own_stacks
from civic.reports.console import plain_table, print_json, print_table, wide_console


def stacks_command(estate_root: Path, form: str) -> int:
    """List stacks by layer, each with those that it reads; in a fork its own bodies' alone."""
    estate = estate_here(estate_root)
    names = own_stacks(estate)
    if form == "json":
        print_json([{**asdict(name), "stack": str(name), "reads": [str(above) for above in reads(name, estate)]} for name in names])
        return exit_codes.WELL
    table = plain_table("layer", "stack", "reads", whole=("layer", "stack"))
    for layer in LAYERS:
        for name in [name for name in names if name.layer == layer.name]:
            table.add_row(f"{layer.number} {layer.name}", str(name), ", ".join(map(str, reads(name, estate))))
    print_table(wide_console(), table)
    return exit_codes.WELL
