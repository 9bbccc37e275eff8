"""``civic publish``: the cards of deployed stacks as files, for repositories on another store."""

import io
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from civic.commands.planning import targets
from civic.errors import InputError
from civic.estate.agreements import Agreement
from civic.estate.cards import CARDS, fields_of
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.loading import load_estate
from civic.estate.published import AGREEMENTS
from civic.plan import Deployment
from civic.plan.wire import is_secret
from civic.records.files import write

KEPT = ("provider", "offer", "consumer", "state", "port")
"""Fields that are written even where they have their usual value."""


def publish_command(estate_root: Path, stacks: Sequence[str], source: Path | None) -> int:
    """Write ``estate/published/<stack>.yaml`` for each stack, and the agreements; all stacks are read before the first file is written."""
    estate = load_estate(estate_root)
    parsed = [StackName.parse(stack) for stack in stacks]
    names = targets(estate, [str(name) for name in parsed])
    cards = {name: card(name, _outputs(name, source)) for name in names if name.layer in CARDS}
    for name, values in cards.items():
        path = estate_root / "published" / f"{name}.yaml"
        write(path, _text(name, values))
        print(path)
    path = estate_root / "published" / AGREEMENTS
    write(path, agreements_text(estate))
    print(path)
    return 0


def agreements_text(estate: Estate) -> str:
    """Offers, requests and agreements of the whole estate, for repositories that hold one body's record alone."""
    known = Agreement("", "", "", "offered")
    found = [{key: value for key, value in asdict(one).items() if value != getattr(known, key) or key in KEPT} for one in estate.agreements]
    return f"# What bodies offer, ask for and have agreed. Written by 'civic publish'; never edit it.\n{_yaml(found)}"


def card(name: StackName, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The card's fields from a stack's outputs. Raises ``InputError`` for a missing or secret one."""
    values: dict[str, Any] = {}
    for field in fields_of(name.layer):
        if field not in outputs:
            raise InputError(f"{name} has no output '{field}', which its card promises: run 'pulumi up -s {name}' first")
        if is_secret(outputs[field]):
            raise InputError(f"{name}: output '{field}' is secret, and a card never is: nothing was published")
        values[field] = outputs[field]
    return values


def _outputs(name: StackName, source: Path | None) -> Mapping[str, Any]:
    if source is not None:
        return Deployment.read(source / f"{name}.json").stack_outputs
    command = ["pulumi", "stack", "output", "--json", "--stack", str(name)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise InputError("the pulumi CLI is not on the PATH; install it, or publish from exports with --from DIR") from None
    if ran.returncode:
        raise InputError(f"{' '.join(command)} failed: {ran.stderr.strip()}")
    return json.loads(ran.stdout)


def _text(name: StackName, values: Mapping[str, Any]) -> str:
    text = _yaml({key: _plain(value) for key, value in sorted(values.items())})
    return f"# The card of {name}: outputs that other stacks may read. Written by 'civic publish'; never edit it.\n{text}"


def _yaml(value: Any) -> str:
    stream = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 4096
    yaml.dump(value, stream)
    return stream.getvalue()


def _plain(value: Any) -> Any:
    return {key: _plain(inner) for key, inner in sorted(value.items())} if isinstance(value, Mapping) else value
