"""``civic rollout``: the commands that deploy the estate, in waves."""

import shlex
from collections.abc import Sequence
from pathlib import Path

import click
from ruamel.yaml import YAML

from civic.commands.planning import targets
from civic.estate.cards import CARDS
from civic.estate.layers import PLATFORM, StackName, waves
from civic.estate.loading import load_estate


def rollout_command(estate_root: Path, wanted: Sequence[str]) -> int:
    """Print a shell script that stops at the first failure: stacks of one wave may run side by side, waves may not."""
    rolled = waves(targets(load_estate(estate_root), wanted))
    click.echo("set -e")
    for number, wave in enumerate(rolled, 1):
        click.echo(f"# wave {number}: {wave[0].layer}")
        for name in wave:
            for line in commands(name, estate_root):
                click.echo(line)
    return 0


def commands(name: StackName, estate_root: Path) -> list[str]:
    """What deploys one stack: make it where it is new, bring it up under the rules, publish its card if it has one."""
    key = secrets_key(name, estate_root)
    provider = f" --secrets-provider {shlex.quote(key)}" if key else ""
    lines = [
        f"pulumi stack select --create {name}{provider}",
        f"pulumi up --stack {name} --yes --policy-pack policies/{name.cloud}",
    ]
    return [*lines, f"civic publish {name}"] if name.layer in CARDS else lines


def secrets_key(name: StackName, estate_root: Path) -> str:
    """The key of the stack's layer, from the published card of its cloud's bootstrap; empty while that is not published."""
    path = estate_root / "published" / f"{StackName(PLATFORM, name.cloud, 'bootstrap')}.yaml"
    if not path.is_file():
        return ""
    card = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) or {}
    return str((card.get("keys") or {}).get(name.layer, ""))
