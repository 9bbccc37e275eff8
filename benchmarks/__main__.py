"""``python -m benchmarks [ROW ...]``. Exit codes: 0 every aim met or skipped aloud, 1 an aim missed, 2 bad input or a row that failed; the others are shown."""

import sys
import tempfile
from pathlib import Path

import click

from benchmarks import access, checking, councils, mocks, organisation, preview, reach, report, synthesis
from benchmarks.measuring import CommandFailed
from benchmarks.report import Outcome
from benchmarks.result import REGISTER, Failed, Row, Settings, Skipped

ROWS = {
    row.name: row
    for row in (organisation.ROW, councils.COUNCILS, councils.GROWING, mocks.ROW, synthesis.ROW, preview.ROW, checking.ROW, access.ROW, reach.ROW)
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]}, epilog=f"Rows: {', '.join(ROWS)}.")
@click.argument("wanted", nargs=-1, metavar="[ROW]...", type=click.Choice(list(ROWS)))
@click.option("--register", type=click.Path(path_type=Path), default=REGISTER, help="Register of councils (CSV).  [default: ../shared/data]")
@click.option("--bodies", type=click.IntRange(min=0), default=0, help="Councils to take of the register, for a quick look.  [default: all]")
@click.option("--repeats", type=click.IntRange(min=1), default=3, show_default=True, help="How often short measurements are repeated.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the results as JSON.")
@click.option("--write", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Renew the table of this page.")
def benchmarks(wanted: tuple[str, ...], register: Path, bodies: int, repeats: int, out: Path | None, write: Path | None) -> None:
    """Measure Civic Cloud beside what it is compared with, and say which aims are met."""
    outcomes = [(row, _measured(row, register, bodies, repeats)) for name, row in ROWS.items() if not wanted or name in wanted]
    report.show(outcomes)
    if out:
        out.write_text(report.as_json(outcomes), encoding="utf-8")
    if write:
        report.write(write, outcomes)
    sys.exit(_code(outcomes))


def _measured(row: Row, register: Path, bodies: int, repeats: int) -> "report.Result | str":
    click.echo(f"{row.name}: {row.what} ...", err=True)
    with tempfile.TemporaryDirectory(prefix=f"civic-bench-{row.name}-") as scratch:
        try:
            return row.measure(Settings(Path(scratch), register, bodies, repeats))
        except Skipped as reason:
            return str(reason)
        except CommandFailed as error:
            click.echo(f"{row.name}: {error}", err=True)
            return Failed(str(error).splitlines()[0])


def _code(outcomes: list[Outcome]) -> int:
    if any(isinstance(found, Failed) for _, found in outcomes):
        return 2
    return int(any(not isinstance(found, str) and not found.met for _, found in outcomes))


if __name__ == "__main__":
    try:
        benchmarks()
    except (ValueError, OSError) as error:
        click.echo(f"benchmarks: {error}", err=True)
        sys.exit(2)
