"""Findings as a table, as JSON, and as one honest line."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape

from policies import Finding


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Print each finding with what is wrong, where, and what to do."""
    for finding in findings:
        colour = "red" if finding.level == "mandatory" else "yellow"
        console.print(
            f"\n[bold {colour}]{finding.level}[/] {finding.rule} [dim]({finding.severity}, {finding.kind})[/]\n"
            f"  {escape(finding.message)}\n"
            f"  where  {escape(finding.stack)}  {escape(finding.name)}  {escape(finding.source)}\n"
            f"  cure   {escape(finding.remediation)}",
            soft_wrap=True,
        )


def totals(findings: Sequence[Finding]) -> str:
    """One line: how many findings of which weight."""
    if not findings:
        return "[green]No findings.[/]"
    mandatory = sum(finding.level == "mandatory" for finding in findings)
    return f"[red]{mandatory} mandatory[/], {len(findings) - mandatory} advisory findings."


def as_json(findings: Sequence[Finding], errors: Sequence[tuple[str, str]]) -> str:
    """Findings and stacks that could not be planned, for machines."""
    document = {"findings": [asdict(finding) for finding in findings], "errors": [{"stack": stack, "error": text} for stack, text in errors]}
    return json.dumps(document, indent=2, default=str)
