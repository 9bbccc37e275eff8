"""Evidence as one JSON document, for programs and for the file."""

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from civic.reports.evidence import Evidence, rules_digest, tool_version
from policies import Finding
from policies.frameworks import frameworks


def as_json(evidence: Evidence) -> str:
    """``as_data`` as text."""
    return json.dumps(as_data(evidence), indent=2)


def as_data(evidence: Evidence) -> dict[str, object]:
    """What was checked, with what, and what was found, gravest first."""
    outcome = evidence.outcome
    return {
        "tool": {"name": "civic-cloud", "version": tool_version(), "rules": rules_digest()},
        "day": evidence.day,
        "commit": evidence.commit,
        "inputs": evidence.inputs,
        "passed": evidence.well,
        "strict": evidence.strict,
        "checked": {
            "stacks": len(outcome.stacks),
            "resources": outcome.resources,
            "under_rules": asdict(evidence.coverage),
        },
        "stacks": [
            {"stack": stack.stack, "resources": stack.resources, "failed": bool(stack.error), "rights_not_asked": stack.rights_unasked}
            for stack in outcome.stacks
        ],
        "rules": [{"rule": rule.id, "title": rule.title, "asked_of": evidence.asked[rule.id]} for rule in evidence.rules],
        "controls": _controls(evidence),
        "findings": [{**asdict(finding), "mend": asdict(mend), "state": _entry(evidence, finding)} for finding, mend in evidence.findings],
        "errors": [{"stack": stack, "error": text} for stack, text in outcome.errors],
    }


def _entry(evidence: Evidence, finding: Finding) -> dict[str, Any] | None:
    entry = evidence.entry(finding)
    return asdict(entry) if entry else None


def _controls(evidence: Evidence) -> list[dict[str, Any]]:
    """Of every control that a rule is evidence for: which of its rules met a resource, and how many findings are faults by it."""
    found = Counter((key, control) for finding in evidence.outcome.findings for key, controls in finding.controls.items() for control in controls)
    return [
        {
            "framework": framework.key,
            "control": key,
            "title": control.title,
            "rules": list(control.rules),
            "asked": [rule for rule in control.rules if evidence.asked[rule]],
            "findings": found[framework.key, key],
        }
        for framework in frameworks()
        for key, control in framework.controls.items()
        if control.rules
    ]
