"""``civic images``: which images run where, and copying them into the registries that they run from."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from civic.commands import exit_codes
from civic.commands.copying_images import TOOLS, bring, shown, steps, tool_at_hand
from civic.commands.forks import estate_here
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.images import DEDICATED, ImageCopy, image_copies
from civic.estate.layers import StackName
from civic.estate.targets import targets
from civic.records.errors import RecordError
from civic.reports.console import print_json


def images_command(root: Path, wanted: Sequence[str], form: str, *, run: bool, tool: str, registries: Sequence[str]) -> int:
    """Print what is copied where, as a shell script or as JSON; with ``run`` copy it, and fail for each image that did not arrive whole.

    ``registries``: ``STACK=HOST`` for stacks whose outputs are not to be asked of the Pulumi command.
    """
    estate = estate_here(root, tolerant=True)
    if wanted:
        targets(estate, wanted)
    copies, problems = image_copies(estate, wanted)
    if problems:
        click.echo(f"left out, for their manifests are wrong:\n{RecordError(problems)}", err=True)
    code = exit_codes.FINDINGS if problems else exit_codes.WELL
    hosts = _hosts(registries)
    if form == "json":
        print_json([_row(copy) for copy in copies])
    elif run:
        code = max(code, _run(copies, hosts, tool))
    else:
        _print(estate, copies, hosts, tool or next(iter(TOOLS)))
    return code


def _row(copy: ImageCopy) -> dict[str, Any]:
    signature = copy.signature.model_dump(exclude_defaults=True) if copy.signature else None
    return {"stack": str(copy.stack), "what": copy.what, "image": copy.image, "repository": copy.repository, "tag": copy.tag, "signature": signature}


def _hosts(registries: Sequence[str]) -> dict[str, str]:
    hosts: dict[str, str] = {}
    for entry in registries:
        stack, _, host = entry.partition("=")
        if not host:
            raise InputError(
                f"--registry: found '{entry}'; allowed: STACK=HOST, such as platform-aws-hosting-a=111122223333.dkr.ecr.eu-west-2.amazonaws.com"
            )
        hosts[str(StackName.parse(stack))] = host
    return hosts


def _print(estate: Estate, copies: Sequence[ImageCopy], hosts: Mapping[str, str], tool: str) -> None:
    click.echo("set -e")
    for stack, group in groupby(copies, key=lambda copy: copy.stack):
        host = hosts.get(str(stack), "")
        click.echo(f"# {stack}: once it is up, as the role that made it")
        click.echo(f"REGISTRY={host}" if host else f'REGISTRY="$(civic images --registry-of {stack})"')
        if stack.cloud == "aws":
            password = f"aws ecr get-login-password --region {_region(estate, stack)}"
            click.echo(f'{password} | {shown(TOOLS[tool].login)} --username AWS --password-stdin "$REGISTRY"')
        for copy in group:
            click.echo(f"# {copy.what}" + ("" if copy.signature else "; its manifest names no signature of its publisher's"))
            for step in steps(copy, "$REGISTRY", tool):
                click.echo(shown(step))
        if stack.cloud == "aws" and estate.platform.postgres_image:
            click.echo("# databases' administrators are made a day later by themselves, or now:")
            click.echo(_administrators(stack))


def _region(estate: Estate, stack: StackName) -> str:
    section = estate.platform.cloud(stack.cloud)
    if stack.cell and section is not None:
        return section.cells[stack.cell].region
    return estate.region_of(stack.owner, stack.cloud)


def _administrators(stack: StackName) -> str:
    named = f"key=AssociationName,value=civic-administrators-{stack.cell or DEDICATED}"
    query = "--query 'Associations[].AssociationId' --output text"
    return f'aws ssm start-associations-once --association-ids "$(aws ssm list-associations --association-filter-list {named} {query})"'


def registry_of_command(stack: str) -> int:
    """Print the host of the registry that a stack made; on Azure its name."""
    click.echo(_registry(StackName.parse(stack)))
    return exit_codes.WELL


def _registry(stack: StackName) -> str:
    """From the stack's outputs. Raises ``InputError`` where the Pulumi command has none, or the stack no registry."""
    try:
        done = subprocess.run(["pulumi", "stack", "output", "--json", "--stack", str(stack)], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise InputError(
            f"{stack}: its registry is among its outputs, and the pulumi command is not on the PATH; give --registry {stack}=HOST"
        ) from None
    if done.returncode:
        raise InputError(f"{stack}: 'pulumi stack output' ended with {done.returncode}: {done.stderr.strip()}; give --registry {stack}=HOST")
    outputs = json.loads(done.stdout)
    cell = outputs.get("cell") if stack.cell else (outputs.get("hosting") or {}).get(DEDICATED)
    registry = str((cell or {}).get("registry") or "")
    if not registry:
        raise InputError(f"{stack} has no registry among its outputs: run 'pulumi up -s {stack}' first")
    # On AWS it is the cell's folder of the account's registry.
    return registry.partition("." if stack.cloud == "azure" else "/")[0]


def _run(copies: Sequence[ImageCopy], hosts: Mapping[str, str], tool: str) -> int:
    """Copy one after another, whatever became of those before; each fault is told."""
    tool = tool_at_hand(tool)
    faults = 0
    for stack, group in groupby(copies, key=lambda copy: copy.stack):
        host = hosts.get(str(stack)) or _registry(stack)
        for copy in group:
            fault = bring(copy, host, tool)
            faults += bool(fault)
            click.echo(f"{stack}  {copy.what}  {fault or 'whole'}", err=bool(fault))
    if faults:
        click.echo(f"{faults} of {len(copies)} images did not arrive: what runs them is not released until they are there", err=True)
    return exit_codes.FINDINGS if faults else exit_codes.WELL
