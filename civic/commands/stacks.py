"""``civic stacks``: what the records imply."""

from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from civic.commands import exit_codes
from civic.commands.forks import estate_here
from civic.commands.unreadable import left_out, report_unreadable
from civic.estate.layers import LAYERS, reads
from civic.estate.targets import own_stacks
from civic.reports.console import plain_table, print_json, print_table, wide_console


def stacks_command(estate_root: Path, form: str) -> int:
    """List stacks by layer, each with those that it reads; in a fork its own bodies' alone.

    Those that read a body whose files cannot be read are named on standard error instead, and the exit code is 1.
    """
    estate = estate_here(estate_root, tolerant=True)
    refused = left_out(estate, own_stacks(estate))
    names = [name for name in own_stacks(estate) if name not in refused]
    complaints = Console(stderr=True)
    report_unreadable(complaints, estate)
    for line in refused.values():
        complaints.print(line, soft_wrap=True)
    code = exit_codes.FINDINGS if estate.unreadable else exit_codes.WELL
    if form == "json":
        print_json([{**asdict(name), "stack": str(name), "reads": [str(above) for above in reads(name, estate)]} for name in names])
        return code
    table = plain_table("layer", "stack", "reads", whole=("layer", "stack"))
    for layer in LAYERS:
        for name in [name for name in names if name.layer == layer.name]:
            table.add_row(f"{layer.number} {layer.name}", str(name), ", ".join(map(str, reads(name, estate))))
    print_table(wide_console(), table)
    return code
