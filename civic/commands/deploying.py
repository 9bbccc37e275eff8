"""What deploys one stack, as shell commands.

They follow from the records alone, so they are right before anything is deployed: stores and keys have names, not ids.
"""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from civic.commands.state_stores import login_of, secrets_provider_of
from civic.engine.project import Project
from civic.estate.card_store import VARIABLE as CARDS_VARIABLE
from civic.estate.card_writing import has_card
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.workspace import FILE, find_project

FROM_STATE = "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER=true"
"""Pulumi keeps a stack's encrypted data key in its file in ``estate/config``, which a fresh checkout has not; told so, it takes it from the state
(pulumi/pkg/cmd/pulumi/stack/secrets.go). Otherwise it would ask for a passphrase, and encrypt with that from then on."""
FIRST = "out/first-day"
"""Folder of the bootstrap's state before there is a store."""


@dataclass(frozen=True)
class Setting:
    """What the commands depend on besides the stack."""

    estate: Estate
    own_store: bool
    """Whether states lie in the platform's store. Not so in a body's fork, which has its own, nor where ``CIVIC_CARDS`` names another."""
    project: Project | None
    first_day: bool = False
    """Whether there is no store yet."""

    @classmethod
    def of(cls, estate: Estate, *, first_day: bool = False) -> "Setting":
        root = find_project(Path.cwd())
        project = Project.read(root) if (root / FILE).is_file() else None
        return cls(estate, own_store=not estate.published and not os.environ.get(CARDS_VARIABLE), project=project, first_day=first_day)


def commands(name: StackName, setting: Setting) -> list[str]:
    """Log in, make the stack where it is new, bring it up under the rules, put its card where others read it."""
    if not setting.own_store:
        put = [f"civic card put {name}"] if has_card(name) and not setting.estate.published else []
        return [f"pulumi stack select --create {name}", _up(name), *put]
    if setting.first_day and name.layer == "bootstrap":
        return _first_commands(name, setting)
    provider = secrets_provider_of(setting.estate, name)
    return [*_begun(name, setting, provider), _own_key(name, setting, provider), f"{FROM_STATE} {_up(name)}", *_card(name)]


def _first_commands(name: StackName, setting: Setting) -> list[str]:
    """The same of a bootstrap that makes the store which its own state then goes to: first in a folder, then moved. Once for each cloud."""
    state = f"{FIRST}/{name}.json"
    provider = secrets_provider_of(setting.estate, name)
    return [
        f"mkdir -p {FIRST}",
        # Nothing in it is secret, and it goes nowhere; a file of Pulumi's with its salt must not stay.
        "export PULUMI_CONFIG_PASSPHRASE=first-day",
        f'pulumi login "file://$PWD/{FIRST}"',
        f"pulumi stack select --create {name}",
        _up(name),
        f"pulumi stack export --stack {name} --file {state}",
        f"rm -f {shlex.quote(_settings_file(name, setting))}",
        *_begun(name, setting, provider),
        f"pulumi stack import --stack {name} --file {state}",
        # An imported state keeps what it was encrypted with.
        f"pulumi stack change-secrets-provider --stack {name} {shlex.quote(provider)}",
        "unset PULUMI_CONFIG_PASSPHRASE",
        *_card(name),
    ]


def _up(name: StackName) -> str:
    return f"pulumi up --stack {name} --yes --policy-pack policies/{name.cloud}"


def _begun(name: StackName, setting: Setting, provider: str) -> list[str]:
    login = shlex.quote(login_of(setting.estate, name.cloud))
    return [f"pulumi login {login}", f"pulumi stack select --create {name} --secrets-provider {shlex.quote(provider)}"]


def _card(name: StackName) -> list[str]:
    return [f"civic card put {name}", f"civic publish {name}"] if has_card(name) else []


def _own_key(name: StackName, setting: Setting, provider: str) -> str:
    """Where Pulumi's file for the stack says that it was made with another secrets provider, ``select --create`` leaves that as it is.

    Asked when the script runs: the line before it, or whoever was here since it was printed, may have written that file.
    """
    file, change = shlex.quote(_settings_file(name, setting)), f"pulumi stack change-secrets-provider --stack {name} {shlex.quote(provider)}"
    ours = f"grep -qsxF {shlex.quote(f'secretsprovider: {provider}')} {file}"
    return f"{{ ! grep -qsE '^(encryptionsalt|secretsprovider):' {file} || {ours} || {change}; }}"


def _settings_file(name: StackName, setting: Setting) -> str:
    """What Pulumi keeps of the stack beside its state."""
    folder = os.path.relpath(setting.project.config_dir) if setting.project else "estate/config"
    return f"{folder}/Pulumi.{name}.yaml"
