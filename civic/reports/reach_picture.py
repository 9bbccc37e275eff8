"""The estate's network as a picture of its own: a band for each cloud, with its bodies, its hub, its cells and what is promised between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from civic.reach.graph import Graph, Network
from civic.reach.promises import Promises
from civic.reach.proof import Proof
from civic.reach.sets import addresses_text

WIDTH, BOX, LINE, GAP, TOP = 1120, 260, 56, 14, 84
LEFT, HUB, RIGHT = 40, 470, 820
"""Left edges of the columns: bodies, the hub, cells and the internet."""
HUB_WIDTH = 170
CLOUDS = {"aws": "AWS", "azure": "Azure"}
STYLE = (
    "text{font:14px 'Helvetica Neue',Arial,sans-serif;fill:#0b0c0c}.title{font-size:22px;font-weight:bold}.cloud{font-size:16px;font-weight:bold}"
    ".small{font-size:12px;fill:#505a5f}.band{fill:#f3f2f1}.body{fill:#fff;stroke:#1d70b8;stroke-width:1.5}.cell{fill:#fff;stroke:#00703c;stroke-width:1.5}"
    ".hub{fill:#1d70b8}.onhub{fill:#fff}.net{fill:none;stroke:#b1b4b6;stroke-width:1.5}.agreed{fill:none;stroke:#4c2c92;stroke-width:2.5}"
    ".resident{fill:none;stroke:#00703c;stroke-width:2;stroke-dasharray:5 4}.out{fill:none;stroke:#b1b4b6;stroke-width:1.5;stroke-dasharray:2 4}"
    ".net2{fill:#fff;stroke:#505a5f;stroke-width:1.5}.wrong{fill:#942514;font-weight:bold}.well{fill:#00703c;font-weight:bold}"
)


@dataclass(frozen=True)
class _Placed:
    network: Network
    left: int
    middle: int


def network_svg(graphs: Mapping[str, Graph], proofs: Sequence[Proof], promises: Promises, name: str) -> str:
    """The picture. Lines of one kind are of one colour, and a legend says which."""
    parts: list[str] = [f'<text class="title" x="{LEFT}" y="42">{escape(name)}: who reaches whom</text>']
    top = TOP
    for cloud, graph in graphs.items():
        proof = next(each for each in proofs if each.cloud == cloud)
        height = _height(graph)
        parts += _band(graph, proof, promises, top, height)
        top += height + 24
    parts += _legend(top)
    height = top + 48
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
        f"<title>{escape(name)}: its networks and what is promised between them</title><style>{STYLE}</style>"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _of(graph: Graph, *kinds: str) -> list[Network]:
    return sorted((each for each in graph.networks.values() if each.holder.kind in kinds), key=lambda each: str(each.holder))


def _height(graph: Graph) -> int:
    rows = max(len(_of(graph, "body")), len(_of(graph, "cell")) + 1, 2)
    return 64 + rows * (LINE + GAP)


def _band(graph: Graph, proof: Proof, promises: Promises, top: int, height: int) -> Iterator[str]:
    verdict = "every promise delivered, nothing else reachable" if proof.well else f"{len(proof.undelivered) + len(proof.wrongs)} faults"
    yield f'<rect class="band" x="16" y="{top}" width="{WIDTH - 32}" height="{height}" rx="8"/>'
    yield f'<text class="cloud" x="{LEFT}" y="{top + 30}">{CLOUDS[graph.cloud]}</text>'
    yield f'<text class="{"well" if proof.well else "wrong"}" x="{WIDTH - LEFT}" y="{top + 30}" text-anchor="end">{verdict}</text>'
    bodies = _column(_of(graph, "body"), LEFT, top)
    cells = _column(_of(graph, "cell"), RIGHT, top)
    middle = top + 48 + (height - 64) // 2
    internet = top + 48 + len(cells) * (LINE + GAP) + LINE // 2
    for each in (*bodies.values(), *cells.values()):
        near, far = (LEFT + BOX, HUB) if each.left == LEFT else (RIGHT, HUB + HUB_WIDTH)
        yield f'<path class="net" d="M{near} {each.middle} C{(near + far) // 2} {each.middle} {(near + far) // 2} {middle} {far} {middle}"/>'
    yield f'<path class="out" d="M{HUB + HUB_WIDTH} {middle} C{HUB + HUB_WIDTH + 90} {middle} {RIGHT - 90} {internet} {RIGHT} {internet}"/>'
    yield from _promised(graph, promises, bodies, cells)
    for each in bodies.values():
        yield _box(each, "body", graph)
    for each in cells.values():
        yield _box(each, "cell", graph)
    yield from _hub(graph, top + 56, height - 76, middle)
    yield f'<rect class="net2" x="{RIGHT}" y="{internet - LINE // 2}" width="{BOX}" height="{LINE}" rx="28"/>'
    yield f'<text x="{RIGHT + BOX // 2}" y="{internet - 2}" text-anchor="middle">the internet</text>'
    names = sum(each.promise.kind in ("egress", "machinery") for each in proof.delivered)
    yield f'<text class="small" x="{RIGHT + BOX // 2}" y="{internet + 16}" text-anchor="middle">{names} allowed names, through the firewall</text>'


def _column(networks: Sequence[Network], left: int, top: int) -> dict[str, _Placed]:
    return {each.id: _Placed(each, left, top + 48 + number * (LINE + GAP) + LINE // 2) for number, each in enumerate(networks)}


def _box(placed: _Placed, kind: str, graph: Graph) -> str:
    top = placed.middle - LINE // 2
    stands = [each for each in graph.interfaces_of.get(placed.network.id, ()) if each.kind == "workload"]
    runs = f", {len(stands)} application{'s' if len(stands) > 1 else ''}" if stands else ""
    return (
        f'<g><title>{escape(placed.network.step.text)}</title><rect class="{kind}" x="{placed.left}" y="{top}" width="{BOX}" height="{LINE}" rx="6"/>'
        f'<text x="{placed.left + 14}" y="{top + 24}">{escape(_cut(str(placed.network.holder), 30))}</text>'
        f'<text class="small" x="{placed.left + 14}" y="{top + 43}">{escape(addresses_text(placed.network.addresses))}{runs}</text></g>'
    )


def _hub(graph: Graph, top: int, height: int, middle: int) -> Iterator[str]:
    yield f'<rect class="hub" x="{HUB}" y="{top}" width="{HUB_WIDTH}" height="{height}" rx="6"/>'
    lines = [
        "the hub",
        *(each.step.text for each in _of(graph, "hub")[:1]),
        f"{sum(len(each.rules) for each in graph.filters.values()):,} firewall rules",
    ]
    for number, line in enumerate(lines):
        kind = "onhub" if number == 0 else "onhub small"
        style = ' style="fill:#fff"'
        yield f'<text class="{kind}"{style} x="{HUB + HUB_WIDTH // 2}" y="{middle - 14 + 20 * number}" text-anchor="middle">{escape(_cut(line, 24))}</text>'


def _promised(graph: Graph, promises: Promises, bodies: Mapping[str, _Placed], cells: Mapping[str, _Placed]) -> Iterator[str]:
    """Agreements on the outer side of the bodies' column; residents across to their cell."""
    by_owner = {each.network.holder.owner: each for each in bodies.values()}
    pairs = [each for each in promises.pairs if each.cloud == graph.cloud and each.provider in by_owner and each.consumer in by_owner]
    for number, pair in enumerate(pairs):
        start, end = by_owner[pair.consumer].middle, by_owner[pair.provider].middle
        out = LEFT + BOX + 40 + 12 * (number % 6)
        title = f"{pair.consumer} calls a service of {pair.provider}"
        yield (
            f'<path class="agreed" marker-end="url(#to)" d="M{LEFT + BOX} {start - 8} C{out} {start - 8} {out} {end + 8} {LEFT + BOX} {end + 8}">'
            f"<title>{escape(title)}</title></path>"
        )
    for crossing in promises.crossings:
        if crossing.cloud == graph.cloud and crossing.at:
            start = next((each for each in bodies.values() if addresses_text(each.network.addresses) in crossing.sources), None)
            end = next((each for each in cells.values() if addresses_text(each.network.addresses) in crossing.destinations), None)
            if start and end:
                here, there = start.middle + 10, end.middle + 10
                yield f'<path class="resident" d="M{LEFT + BOX} {here} C{HUB} {here} {HUB + HUB_WIDTH} {there} {RIGHT} {there}"/>'


def _legend(top: int) -> Iterator[str]:
    kinds = (
        ("net", "attached"),
        ("agreed", "an agreement, consumer to provider"),
        ("resident", "a resident to its cell"),
        ("out", "allowed names on the internet"),
    )
    left = LEFT
    yield (
        '<defs><marker id="to" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6" markerHeight="6" orient="auto">'
        '<path d="M0 0 10 5 0 10z" fill="#4c2c92"/></marker></defs>'
    )
    for kind, text in kinds:
        yield f'<path class="{kind}" d="M{left} {top + 14} h36"/><text class="small" x="{left + 46}" y="{top + 18}">{text}</text>'
        left += 64 + 8 * len(text)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
