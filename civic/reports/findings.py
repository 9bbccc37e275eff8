"""Findings for people, and one honest line."""

from collections.abc import Callable, Sequence
from itertools import groupby

from rich.console import Console
from rich.markup import escape

from civic.records.owners import PLATFORM
from civic.reports.console import counted
from civic.reports.evidence import gravity
from civic.reports.mending import Mending
from civic.reports.results import Entry, Outcome
from policies import Finding
from policies.coverage import Coverage
from policies.frameworks import Framework, frameworks

SHOWN = 5
"""Types that no rule looks at, named in the line for people."""
KINDS = {"broken": "", "undecidable": ", cannot be decided", "error": ", the rule failed"}


def print_findings(console: Console, findings: Sequence[tuple[Finding, Mending]], entry: Callable[[Finding], Entry | None] | None = None) -> None:
    """Print each rule once: what it demands, why, what to do; then every place where it does not hold, and whose it is. Gravest first.

    ``entry`` says where a finding's resource stands in a state.
    """
    for (_, _, rule, kind), group in groupby(findings, key=lambda entry: gravity(entry[0])[:4]):
        places = list(group)
        first, _ = places[0]
        colour = "red" if first.level == "mandatory" else "yellow"
        console.print(
            f"\n[bold {colour}]{rule}[/]  {escape(first.title)}  [dim]({first.severity}, {first.level}{KINDS[kind]})[/]\n"
            f"  why       {escape(first.why)}\n"
            f"  cure      {escape(first.remediation)}\n"
            f"  controls  {escape(_controls([finding for finding, _ in places]))}",
            soft_wrap=True,
        )
        for place, mend in places:
            where = "  ".join(part for part in (place.stack, place.name, place.type, place.source) if part)
            stands = entry(place) if entry else None
            if stands:
                where += f"\n            {stands.id}  {stands.file}:{stands.line}"
            console.print(
                f"  [{colour}]found[/]     {escape(place.message)}\n            [dim]{escape(where)}[/]\n  mends     {escape(_mends(place, mend))}",
                soft_wrap=True,
            )
    if findings:
        console.print()


def _mends(finding: Finding, mend: Mending) -> str:
    """Who, where, and what they would write; what is the rule's own cure, or the place said already, is not said again."""
    if not mend.who:
        return "whoever owns the stack"
    place = f"{mend.file}:{mend.line}" if mend.line else mend.file
    asked = f", for {mend.cause}:{mend.cause_line}" if mend.cause_line and mend.cause != mend.file else ""
    write = f": {mend.write}" if mend.write != finding.remediation else ""
    return f"{'the platform' if mend.who == PLATFORM else mend.who}{f', {place}' if place and place != finding.source else ''}{write}{asked}"


def _controls(findings: Sequence[Finding]) -> str:
    """Controls by which any of ``findings`` is a fault, in their framework's order."""
    broken = {(key, control) for finding in findings for key, controls in finding.controls.items() for control in controls}
    cited = [(_named(one), [control for control in one.controls if (one.key, control) in broken]) for one in frameworks()]
    return "; ".join(f"{name}: {', '.join(controls)}" for name, controls in cited if controls)


def _named(found: Framework) -> str:
    # Some frameworks have no number, and say so in words.
    return f"{found.name} {found.version}" if found.version[:1].isdigit() else found.name


def verdict(outcome: Outcome, *, looked: bool = True) -> str:
    """The last words: stacks that failed and records that clash first, since without them nothing is known to be well.

    Without findings it is no praise where no rule ``looked`` at anything.
    """
    findings, failed, clashes = outcome.findings, len(outcome.failed), len(outcome.clashes)
    left_out = f"{', '.join(outcome.unreadable)} left out" if outcome.unreadable else ""
    troubles = [
        left_out,
        counted(failed, "stack") + " failed" if failed else "",
        counted(clashes, "clash", "es") + " between records" if clashes else "",
    ]
    trouble = ", ".join(part for part in troubles if part)
    if not trouble:
        well = "[green]No findings.[/]" if looked else "[bold yellow]No findings, since no rule looks at anything here.[/]"
        return totals(findings) if findings else well
    return f"[bold red]{trouble}.[/]" + (f"  {totals(findings)}" if findings else "  Nothing else was found.")


def totals(findings: Sequence[Finding]) -> str:
    """How many findings of which weight; of one at least."""
    mandatory = sum(finding.level == "mandatory" for finding in findings)
    advisory = len(findings) - mandatory
    if not mandatory:
        return f"{counted(advisory, 'advisory finding')}, nothing mandatory."
    stops = "it stops" if mandatory == 1 else "they stop"
    return f"[red]{counted(mandatory, 'mandatory finding')} ({stops} a deployment)[/] and {advisory} advisory."


def rights_unasked(outcome: Outcome) -> list[str]:
    """For each reason why nobody was asked whether runs may do what their stacks want, a line with the stacks that it is about."""
    reasons: dict[str, list[str]] = {}
    for stack in outcome.stacks:
        if stack.rights_unasked:
            reasons.setdefault(stack.rights_unasked, []).append(stack.stack)
    lines = []
    for why, stacks in reasons.items():
        more = f" and {len(stacks) - SHOWN} more" if len(stacks) > SHOWN else ""
        lines.append(f"Rights not asked of {', '.join(stacks[:SHOWN])}{more}: {why}.")
    return lines


def under_rules(cover: Coverage, read: int, *, whole: bool) -> str:
    """How much of what was ``read`` was looked at, and what was not: all of it, or the most frequent."""
    counts = f"{cover.resources_under_rules:,} of {counted(cover.resources, 'resource')}, {cover.types_under_rules} of {counted(cover.types, 'type')}"
    rest = read - cover.resources
    others = f" {rest:,} more are stacks, providers, components, or only read." if rest else ""
    missed = [f"{token} ({count})" for token, count in cover.not_looked_at.items()]
    if not missed:
        return f"{counts} are under rules.{others}"
    shown = missed if whole else missed[:SHOWN]
    more = f", and {len(missed) - len(shown)} more ('--format json' names them)" if len(missed) > len(shown) else ""
    return f"{counts} are under rules.{others} No rule looks at {', '.join(shown)}{more}."
