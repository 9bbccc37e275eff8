"""Renew the derived files: ``python -m tests.civic.catalogue.deriving [--aws BOTOCORE_DATA] [--azure CLONE_OF_BICEP_TYPES_AZ]``."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from civic.catalogue import rows
from tests.civic.catalogue.deriving import aws, azure
from tests.civic.catalogue.deriving.rules import Rule

FOLDER = Path(__file__).parents[4] / "civic" / "catalogue" / "derived"


def derived(package: str, derive: Callable[[str], dict[str, Rule]]) -> dict[str, dict[str, Rule]]:
    """Type -> path -> rule, of every type of the catalogue of which anything is known."""
    found = {row.type: derive(row.type) for row in sorted(rows(), key=lambda row: row.type) if row.type.startswith(f"{package}:")}
    return {token: rules for token, rules in found.items() if rules}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--aws", type=Path, help="folder 'data' of botocore")
    parser.add_argument("--azure", type=Path, help="git clone of Azure/bicep-types-az")
    chosen = parser.parse_args()
    for name, package, source, derive in (("aws", "aws", chosen.aws, aws.derive), ("azure", "azure-native", chosen.azure, azure.derive)):
        if source:
            found = derived(package, lambda token, derive=derive, source=source: derive(token, source))
            text = json.dumps(found, indent=1, sort_keys=True, ensure_ascii=True)
            _ = (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
