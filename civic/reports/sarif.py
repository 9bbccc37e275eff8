"""Evidence as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code hosts and editors."""

import hashlib
import json
from typing import Any
from urllib.parse import quote

from civic.reports.evidence import Evidence, rules_digest, tool_version
from civic.reports.mending import Mending
from civic.reports.results import Entry
from policies import Finding, Rule
from policies.frameworks import controls_of, frameworks

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SECURITY_SEVERITY = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0"}
"""As code hosts rank them: above 9.0 critical, from 7.0 high, from 4.0 medium."""


def as_sarif(evidence: Evidence) -> str:
    """Rules, findings with the line to mend and the line that led there, stacks that failed, and what was looked at."""
    order = {rule.id: number for number, rule in enumerate(evidence.rules)}
    run: dict[str, Any] = {
        "tool": {"driver": _driver(evidence)},
        "taxonomies": _taxonomies(),
        "invocations": [_invocation(evidence)],
        "artifacts": [{"location": {"uri": _uri(file)}, "hashes": {"sha-256": digest}} for file, digest in evidence.inputs.items()],
        "results": [_result(finding, mend, evidence.entry(finding), order[finding.rule]) for finding, mend in evidence.findings],
        "columnKind": "unicodeCodePoints",
        "properties": {
            "day": evidence.day,
            "stacks": [stack.stack for stack in evidence.outcome.stacks],
            "resources": evidence.coverage.resources,
            "resourcesUnderRules": evidence.coverage.resources_under_rules,
            "typesNotLookedAt": list(evidence.coverage.not_looked_at),
        },
    }
    if evidence.commit:
        run["properties"]["commit"] = evidence.commit
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _driver(evidence: Evidence) -> dict[str, Any]:
    version = tool_version()
    return {
        "name": "civic-cloud",
        "version": version,
        "rules": [_rule(rule, evidence.asked[rule.id]) for rule in evidence.rules],
        "supportedTaxonomies": [{"name": one.key} for one in frameworks()],
        "properties": {"rulesDigest": rules_digest()},
    }


def _rule(rule: Rule, asked: int) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}. {rule.why}"},
        "help": {"text": rule.remediation},
        "defaultConfiguration": {"level": "error" if rule.level == "mandatory" else "warning"},
        "relationships": [
            {"target": {"id": control, "toolComponent": {"name": key}}, "kinds": ["relevant"]}
            for key, controls in controls_of(rule.id).items()
            for control in controls
        ],
        "properties": {"security-severity": SECURITY_SEVERITY[rule.severity], "askedOf": asked, "tags": ["security"]},
    }


def _taxonomies() -> list[dict[str, Any]]:
    return [
        {
            "name": one.key,
            "version": one.version,
            "informationUri": one.source,
            "shortDescription": {"text": one.name},
            "taxa": [{"id": key, "shortDescription": {"text": control.title}} for key, control in one.controls.items()],
        }
        for one in frameworks()
    ]


def _invocation(evidence: Evidence) -> dict[str, Any]:
    outcome = evidence.outcome
    notifications = [{"level": "error", "message": {"text": f"{stack}: {text}"}} for stack, text in outcome.errors]
    gaps = [{"level": "error", "message": {"text": f"no rule looks at {token}"}} for token in evidence.gaps]
    return {"executionSuccessful": not outcome.failed, "toolExecutionNotifications": [*notifications, *gaps]}


def _result(finding: Finding, mend: Mending, entry: Entry | None, number: int) -> dict[str, Any]:
    program = finding.source.rpartition(":")
    lines = [(mend.file, mend.line, "to be mended here"), (mend.cause, mend.cause_line, "the record that asks for it")]
    lines.append((program[0], int(program[2]) if program[2].isdigit() else 0, "the program that makes it"))
    if entry:
        lines.append((entry.file, entry.line, "the resource in the state"))
    places = {file: (line, why) for file, line, why in reversed(lines) if file}
    ordered = [(file, *places[file]) for file in dict.fromkeys(file for file, _, _ in lines if file)]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": "error" if finding.level == "mandatory" else "warning",
        "message": {"text": f"{finding.message}. {_who(mend)}: {mend.write}"},
        "locations": [_location(finding, *ordered[0]) if ordered else _location(finding)],
        "partialFingerprints": {
            "civicFinding/v2": hashlib.sha256(f"{finding.rule}\x00{finding.urn}\x00{finding.kind}\x00{finding.message}".encode()).hexdigest()
        },
        "properties": {"stack": finding.stack, "urn": finding.urn, "kind": finding.kind, "mend": mend.who, "controls": dict(finding.controls)},
    }
    if entry:
        result["properties"]["id"] = entry.id
    if ordered[1:]:
        result["relatedLocations"] = [{"id": place, **_location(finding, *one)} for place, one in enumerate(ordered[1:], 1)]
    return result


def _who(mend: Mending) -> str:
    return f"To be mended by {mend.who}" if mend.who else "To be mended by whoever owns the stack"


def _location(finding: Finding, file: str = "", line: int = 0, why: str = "") -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": finding.urn, "name": finding.name, "kind": "resource"}]}
    if file:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(file)}, **({"region": {"startLine": line}} if line else {})}
        location["message"] = {"text": why}
    return location


def _uri(file: str) -> str:
    return quote(file.replace("\\", "/"), safe="/.-_~")
