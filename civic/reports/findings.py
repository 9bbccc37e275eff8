"""Findings for people, as JSON, and as one honest line."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

from rich.console import Console
from rich.markup import escape

from civic.reports.console import counted
from civic.reports.results import Outcome
from policies import Finding
from policies.frameworks import Framework, framework

GRAVEST_FIRST = ("critical", "high", "medium", "low")
KINDS = {"broken": "", "undecidable": ", cannot be decided", "error": ", the rule failed"}


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Print each rule once, gravest first: what it demands, why, what to do; then every place where it does not hold."""
    for (_, _, rule, kind), group in groupby(sorted(findings, key=_gravity), key=lambda finding: _gravity(finding)[:4]):
        places = list(group)
        first = places[0]
        colour = "red" if first.level == "mandatory" else "yellow"
        console.print(
            f"\n[bold {colour}]{rule}[/]  {escape(first.title)}  [dim]({first.severity}, {first.level}{KINDS[kind]})[/]\n"
            f"  why       {escape(first.why)}\n"
            f"  cure      {escape(first.remediation)}\n"
            f"  controls  {escape(_controls(first))}",
            soft_wrap=True,
        )
        for place in places:
            where = "  ".join(part for part in (place.stack, place.name, place.source) if part)
            console.print(f"  [{colour}]found[/]     {escape(place.message)}\n            [dim]{escape(where)}[/]", soft_wrap=True)
    if findings:
        console.print()


def _gravity(finding: Finding) -> tuple[bool, int, str, str, str, str]:
    return (finding.level != "mandatory", GRAVEST_FIRST.index(finding.severity), finding.rule, finding.kind, finding.stack, finding.name)


def _controls(finding: Finding) -> str:
    return "; ".join(f"{_named(framework(key))}: {', '.join(controls)}" for key, controls in finding.controls.items())


def _named(found: Framework) -> str:
    # Some frameworks have no number, and say so in words.
    return f"{found.name} {found.version}" if found.version[:1].isdigit() else found.name


def verdict(outcome: Outcome) -> str:
    """The last words: stacks that failed and records that clash first, since without them nothing is known to be well."""
    findings, failed, clashes = outcome.findings, len(outcome.failed), len(outcome.clashes)
    troubles = [counted(failed, "stack") + " failed" if failed else "", counted(clashes, "clash", "es") + " between records" if clashes else ""]
    trouble = ", ".join(part for part in troubles if part)
    if not trouble:
        return totals(findings) if findings else "[green]No findings.[/]"
    return f"[bold red]{trouble}.[/]" + (f"  {totals(findings)}" if findings else "  Nothing else was found.")


def totals(findings: Sequence[Finding]) -> str:
    """How many findings of which weight; of one at least."""
    mandatory = sum(finding.level == "mandatory" for finding in findings)
    advisory = len(findings) - mandatory
    if not mandatory:
        return f"{counted(advisory, 'advisory finding')}, nothing mandatory."
    stops = "it stops" if mandatory == 1 else "they stop"
    return f"[red]{counted(mandatory, 'mandatory finding')} ({stops} a deployment)[/] and {advisory} advisory."


def as_json(outcome: Outcome) -> str:
    """What was checked, findings (gravest first), and stacks that could not be planned, for machines."""
    document = {
        "checked": {"stacks": len(outcome.stacks), "resources": outcome.resources},
        "findings": [asdict(finding) for finding in sorted(outcome.findings, key=_gravity)],
        "errors": [{"stack": stack, "error": text} for stack, text in outcome.errors],
    }
    return json.dumps(document, indent=2)
