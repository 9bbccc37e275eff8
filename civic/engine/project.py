"""``Pulumi.yaml`` and a stack's configuration, read as Pulumi reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from civic.errors import InputError

SUPPORTED = {"name", "runtime", "main", "description", "stackConfigDir", "config", "author", "license", "website", "requiredPulumiVersion"}


class ProjectError(InputError):
    """The project uses something that the offline engine does not run, or is not there. The message names it."""


@dataclass(frozen=True)
class Project:
    """A Pulumi project on disk."""

    root: Path
    name: str
    main: Path
    """Folder of the program; also its working directory."""
    config_dir: Path
    defaults: dict[str, Any]
    pulumi: str = ""
    """Versions of the Pulumi command that it takes, as ``requiredPulumiVersion`` says: ``>=3.260.0 <4.0.0``. Empty: any."""

    @classmethod
    def read(cls, root: Path) -> "Project":
        """Read ``root/Pulumi.yaml``. Raises ``ProjectError``."""
        path = root / "Pulumi.yaml"
        try:
            document = _mapping(path)
        except FileNotFoundError:
            raise ProjectError(f"{path}: there is no Pulumi project here; run civic where Pulumi.yaml is, or give --project") from None
        for key in document:
            if key not in SUPPORTED:
                raise ProjectError(f"{path}: the offline engine does not support '{key}'; it runs this project and its forks")
        runtime = document.get("runtime")
        language = runtime.get("name") if isinstance(runtime, dict) else runtime
        if language != "python":
            raise ProjectError(f"{path}: runtime: found {language!r}; the offline engine runs python")
        name, main, config_dir = (_text_of(document, key, default, path) for key, default in (("name", ""), ("main", "."), ("stackConfigDir", ".")))
        if not name:
            raise ProjectError(f"{path}: name: found nothing; allowed: the project's name, such as civic-cloud")
        return cls(
            root=root,
            name=name,
            main=root / main,
            config_dir=root / config_dir,
            defaults={key: _default(key, entry, path) for key, entry in _config_of(document, path).items()},
            pulumi=_text_of(document, "requiredPulumiVersion", "", path),
        )

    def stack_config(self, stack: str) -> dict[str, str]:
        """Configuration of a stack by full key, values as the strings that Pulumi hands a program."""
        values = {self._qualified(key): value for key, value in self.defaults.items() if value is not None}
        path = self._settings_file(stack)
        for key, value in _config_of(self.stack_settings(stack), path).items():
            if isinstance(value, dict) and "secure" in value:
                raise ProjectError(f"{path}: {key} is encrypted; the offline engine cannot read secrets and no stack here needs one")
            values[self._qualified(key)] = value
        return {key: _text(value) for key, value in values.items()}

    def stack_settings(self, stack: str) -> dict[str, Any]:
        """What Pulumi keeps of a stack beside its state: configuration, and what its secrets are encrypted with. Raises ``ProjectError``."""
        path = self._settings_file(stack)
        return _mapping(path) if path.is_file() else {}

    def _settings_file(self, stack: str) -> Path:
        return self.config_dir / f"Pulumi.{stack}.yaml"

    def _qualified(self, key: str) -> str:
        return key if ":" in key else f"{self.name}:{key}"


def _mapping(path: Path) -> dict[str, Any]:
    """The file's keys and values; an empty file has none. Raises ``ProjectError`` for anything but a mapping, and ``OSError``."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise ProjectError(f"{path}: not YAML in UTF-8: {error}") from None
    if not isinstance(document, dict | None):
        raise ProjectError(f"{path}: found {type(document).__name__}; allowed: a mapping of keys to values")
    return {str(key): value for key, value in (document or {}).items()}


def _text_of(document: Mapping[str, Any], key: str, default: str, path: Path) -> str:
    value = document.get(key, default)
    if not isinstance(value, str):
        raise ProjectError(f"{path}: {key}: found {value!r}; allowed: text")
    return value


def _config_of(document: Mapping[str, Any], path: Path) -> dict[str, Any]:
    config = document.get("config")
    if not isinstance(config, dict | None):
        raise ProjectError(f"{path}: config: found {config!r}; allowed: a mapping of keys to values")
    return {str(key): value for key, value in (config or {}).items()}


def _default(key: str, entry: Any, path: Path) -> Any:
    if not isinstance(entry, dict):
        return entry
    if "value" in entry or "default" in entry:
        return entry.get("value", entry.get("default"))
    raise ProjectError(f"{path}: config: {key} has neither a value nor a default, so every stack would have to set it")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
