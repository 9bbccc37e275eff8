"""The address ledger for people and programs: a table, JSON, and a picture with a bar for each supernet."""

from collections.abc import Collection, Iterator
from html import escape

from civic.estate.address_overview import Held, Overview, Supernet
from civic.reports.console import plain_table, print_json, print_table, wide_console

WIDTH, LEFT, BAR, ROW = 1120, 40, 40, 120
COLOURS = {"given": "#1d70b8", "quarantine": "#f47738", "premises": "#4c2c92", "hub": "#505a5f", "cell": "#00703c", "reserved": "#942514"}
WORDS = {
    "given": "given to bodies",
    "quarantine": "given back lately, and not given again yet",
    "premises": "on premises",
    "hub": "hubs",
    "cell": "shared cells",
    "reserved": "reserved",
}


def print_addresses(found: Overview) -> None:
    """A row a supernet, then what is given."""
    console = wide_console()
    table = plain_table("supernet", "cloud", "region", "given", "quarantine", "free", "largest free", "full on", whole=("supernet",), right=("free",))
    for each in found.supernets:
        counts = [sum(1 for held in each.held if held.kind == kind) for kind in ("given", "quarantine")]
        largest = f"/{each.largest}" if each.largest else "none"
        table.add_row(str(each.block), each.cloud, each.region, *map(str, counts), f"{each.free:,}", largest, each.full_on or "not to be told")
    print_table(console, table)
    rows = plain_table("range", "what", "whose", "since", whole=("range",))
    for held in (*(held for each in found.supernets for held in each.held), *found.outside):
        rows.add_row(str(held.block), held.kind, held.whose, held.on)
    print_table(console, rows)


def print_addresses_json(found: Overview) -> None:
    print_json(
        {
            "supernets": [
                {
                    "range": str(each.block),
                    "cloud": each.cloud,
                    "region": each.region,
                    "addresses": each.block.num_addresses,
                    "free": each.free,
                    "largest_free": each.largest,
                    "full_on": each.full_on or None,
                    "held": [_held(held) for held in each.held],
                }
                for each in found.supernets
            ],
            "outside": [_held(held) for held in found.outside],
        }
    )


def _held(held: Held) -> dict[str, str | None]:
    return {"range": str(held.block), "kind": held.kind, "whose": held.whose, "since": held.on or None}


def addresses_svg(found: Overview, name: str) -> str:
    """A bar for each supernet, in which each range stands where its addresses lie."""
    parts = [f'<text class="title" x="{LEFT}" y="42">{escape(name)}: addresses</text>']
    top = 80
    for each in found.supernets:
        parts += _bar(each, top)
        top += ROW
    parts += _legend(top, {held.kind for each in found.supernets for held in each.held})
    height = top + 60
    style = "text{font:14px sans-serif;fill:#0b0c0c}.title{font-size:22px;font-weight:bold}.small{font-size:12px;fill:#505a5f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
        f"<title>{escape(name)}: its supernets and who has what of them</title><style>{style}</style>"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _bar(supernet: Supernet, top: int) -> Iterator[str]:
    whole, width = supernet.block.num_addresses, WIDTH - 2 * LEFT
    told = f"{supernet.block} on {supernet.cloud} in {supernet.region}"
    yield f'<text x="{LEFT}" y="{top}">{escape(told)}</text>'
    yield f'<rect x="{LEFT}" y="{top + 12}" width="{width}" height="{BAR}" fill="#f3f2f1" stroke="#b1b4b6"/>'
    first = int(supernet.block.network_address)
    for held in supernet.held:
        left = LEFT + width * (int(held.block.network_address) - first) / whole
        wide = max(2.0, width * held.block.num_addresses / whole)
        yield (
            f'<rect x="{left:.1f}" y="{top + 12}" width="{wide:.1f}" height="{BAR}" fill="{COLOURS[held.kind]}">'
            f"<title>{escape(f'{held.block}: {held.whose}')}</title></rect>"
        )
    full = f"; full on {supernet.full_on} at the speed of the last year" if supernet.full_on else ""
    largest = f"the largest that is free is a /{supernet.largest}" if supernet.largest else "nothing is free that a body could be given"
    yield f'<text class="small" x="{LEFT}" y="{top + 12 + BAR + 18}">{supernet.free:,} of {whole:,} addresses are free; {largest}{escape(full)}</text>'


def _legend(top: int, seen: Collection[str]) -> Iterator[str]:
    """Of the colours that the picture has."""
    left = LEFT
    for kind, word in ((kind, word) for kind, word in WORDS.items() if kind in seen):
        yield f'<rect x="{left}" y="{top}" width="14" height="14" fill="{COLOURS[kind]}"/><text class="small" x="{left + 20}" y="{top + 12}">{word}</text>'
        left += 50 + 7 * len(word)
