"""A path between identities, or what stops it, as a picture."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from civic.access.graph import Node, Step
from civic.access.paths import Answer

WIDTH, HEIGHT, GAP, LEFT = 860, 64, 58, 20
LONGEST = 100
"""Characters that fit into a box."""
MOST = 8
"""Steps that stop a path of which a picture shows each."""
ALLOWED, REFUSED, INK = "#00703c", "#d4351c", "#0b0c0c"
"""Of the GOV.UK palette; each is told by its words too."""


def answer_picture(answer: Answer) -> str:
    """An SVG document: boxes from top to bottom and what is done between them; where there is no path, what stops each last step."""
    boxes = [answer.start, *(step.target for step in answer.steps)] if answer.steps else [answer.start, answer.end]
    stopped = [] if answer.steps else answer.stopped[:MOST]
    height = len(boxes) * (HEIGHT + GAP) + 26 * (len(stopped) + (len(answer.stopped) > MOST)) + 20
    title = "A path" if answer.steps else "No path"
    body = [*_boxes(boxes), *_ways(answer.steps), *_stops(stopped, len(answer.stopped), GAP + HEIGHT * 2 + 60)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="sans-serif" font-size="13">\n<title>{_told(f"{title} from {answer.start.name} to {answer.end.name}")}</title>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>'
    )
    return "\n".join([head, *body, "</svg>"])


def _boxes(nodes: Sequence[Node]) -> Iterator[str]:
    for number, node in enumerate(nodes):
        y = 20 + number * (HEIGHT + GAP)
        yield f'<rect x="{LEFT}" y="{y}" width="{WIDTH - 2 * LEFT}" height="{HEIGHT}" rx="6" fill="#f3f2f1" stroke="{INK}"/>'
        yield f'<text x="{LEFT + 14}" y="{y + 26}" fill="{INK}" font-weight="bold">{_told(node.name)}</text>'
        yield f'<text x="{LEFT + 14}" y="{y + 48}" fill="{INK}">{_told(str(node.place))}</text>'


def _ways(steps: Sequence[Step]) -> Iterator[str]:
    for number, step in enumerate(steps):
        y = 20 + number * (HEIGHT + GAP) + HEIGHT
        yield f'<line x1="60" y1="{y}" x2="60" y2="{y + GAP}" stroke="{ALLOWED}" stroke-width="3"/>'
        yield f'<text x="76" y="{y + 24}" fill="{INK}">{_told(step.how)}</text>'
        yield f'<text x="76" y="{y + 44}" fill="{INK}">{_told(", ".join(call.action for call in step.calls))}</text>'


def _stops(steps: Sequence[Step], whole: int, y: int) -> Iterator[str]:
    for number, step in enumerate(steps):
        call = step.refused
        why = f"{call.action}: {call.verdict.reason.value}" if call else step.how
        yield f'<text x="{LEFT}" y="{y + number * 26}" fill="{REFUSED}">{_told(f"stopped: {step.source.name} {step.how}: {why}")}</text>'
    if whole > MOST:
        yield f'<text x="{LEFT}" y="{y + MOST * 26}" fill="{INK}">{_told(f"and {whole - MOST:,} more")}</text>'


def _told(text: str) -> str:
    return escape(text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}...")
