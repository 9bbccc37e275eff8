"""``civic schema``: JSON Schemas, so that editors complete records."""

from pathlib import Path

import click

from civic.errors import InputError
from civic.files import write
from civic.records.schemas import MODELS, schema


def schema_command(estate_root: Path) -> int:
    """Write ``estate/schemas/*.json``."""
    if not estate_root.is_dir():
        raise InputError(f"{estate_root}: there is no such folder; give the folder of the records with --estate")
    for name in MODELS:
        path = estate_root / "schemas" / f"{name}.json"
        write(path, schema(name))
        click.echo(path)
    return 0
