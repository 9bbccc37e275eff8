"""What the platform publishes for repositories that hold one body's record alone: cards and agreements."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from civic.estate.agreements import Agreement
from civic.records.errors import Problem, RecordError

PUBLISHED = "published"
AGREEMENTS = "agreements.yaml"


def card_path(root: Path, stack: str) -> Path:
    """Where the published card of a stack is."""
    return root / PUBLISHED / f"{stack}.yaml"


def published_agreements(root: Path) -> list[Agreement]:
    """What ``civic publish`` wrote of agreements, for repositories that hold one body's record alone."""
    path = root / PUBLISHED / AGREEMENTS
    if not path.is_file():
        return []
    try:
        return [Agreement(**each) for each in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) or ()]
    except (TypeError, YAMLError) as error:
        shown = f"{root.name}/{PUBLISHED}/{AGREEMENTS}"
        raise RecordError(
            [Problem(shown, 0, "", f"what 'civic publish' did not write ({error})", "its own text; run 'civic publish' again")]
        ) from error
