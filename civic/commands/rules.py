"""``civic rules``, ``civic explain`` and ``civic controls``: what is asked, why, and what it is evidence for."""

import difflib
import json
from typing import Any

from rich.markup import escape

from civic.errors import InputError
from civic.reports.console import plain_table, print_table, wide_console
from policies import Rule, all_rules
from policies.frameworks import controls_of, framework, frameworks


def rules_command(form: str) -> int:
    """Every rule, by pack."""
    if form == "json":
        print(json.dumps([_described(pack, rule) for pack, rule in all_rules()], indent=2))
        return 0
    table = plain_table("pack", "rule", "severity", "demands", whole=("rule",))
    for pack, rule in all_rules():
        table.add_row(pack, rule.id, rule.severity, escape(rule.title))
    print_table(wide_console(), table)
    return 0


def explain_command(wanted: str, form: str) -> int:
    """One rule, whole. Raises ``InputError`` with the nearest for one that there is not."""
    known = {rule.id: (pack, rule) for pack, rule in all_rules()}
    if wanted not in known:
        near = difflib.get_close_matches(wanted, sorted(known), n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise InputError(f"RULE: found '{wanted}'; allowed: a rule that 'civic rules' lists{hint}")
    pack, rule = known[wanted]
    if form == "json":
        print(json.dumps(_described(pack, rule), indent=2))
        return 0
    console, asked_of = wide_console(), ", ".join(rule.types) or "every call that a stack makes, and every identity that makes it"
    console.print(
        f"[bold]{rule.id}[/]  {escape(rule.title)}  [dim]({pack}, {rule.severity}, {rule.level})[/]\n"
        f"  why       {escape(rule.why)}\n  cure      {escape(rule.remediation)}\n  asked of  {asked_of}"
        + (f"\n  reads     {', '.join(rule.reads)}" if rule.reads else ""),
        soft_wrap=True,
    )
    for key, cited in controls_of(rule.id).items():
        named = framework(key)
        for control in cited:
            console.print(f"  {key} {control}  {escape(named.controls[control].title)}", soft_wrap=True)
    return 0


def controls_command(key: str, form: str) -> int:
    """Controls of one framework, or of all. Raises ``InputError`` with the nearest for one that there is not."""
    chosen = (framework(key),) if key else frameworks()
    if form == "json":
        document = [
            {
                "framework": one.key,
                "name": one.name,
                "version": one.version,
                "source": one.source,
                "controls": [{"control": id, "title": each.title, "rules": list(each.rules)} for id, each in one.controls.items()],
            }
            for one in chosen
        ]
        print(json.dumps(document, indent=2))
        return 0
    table = plain_table("framework", "control", "title", "rules", whole=("framework", "control"))
    for one in chosen:
        for control, each in one.controls.items():
            table.add_row(one.key, control, escape(each.title), ", ".join(each.rules) or "not assessed: no rule is evidence for it")
    print_table(wide_console(), table)
    return 0


def _described(pack: str, rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "pack": pack,
        "title": rule.title,
        "why": rule.why,
        "severity": rule.severity,
        "level": rule.level,
        "scope": rule.scope,
        "types": list(rule.types),
        "reads": list(rule.reads),
        "remediation": rule.remediation,
        "controls": {key: list(cited) for key, cited in controls_of(rule.id).items()},
    }
