"""``civic rollout``: the commands that deploy the estate, in waves."""

from collections.abc import Sequence
from pathlib import Path

import click

from civic.planning import targets
from civic.records.estate import load_estate
from civic.records.layers import waves


def rollout_command(estate_root: Path, wanted: Sequence[str]) -> int:
    """Print a shell script: stacks of one wave may run side by side, waves may not."""
    for number, wave in enumerate(waves(targets(load_estate(estate_root), wanted)), 1):
        click.echo(f"# wave {number}: {wave[0].layer}")
        for name in wave:
            click.echo(f"pulumi up --stack {name} --yes --policy-pack policies/{name.cloud} && civic publish {name}")
    return 0
