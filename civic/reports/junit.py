"""Evidence as JUnit XML, which every build server shows: a suite for each stack, a case for each rule that was asked there."""

from collections.abc import Collection

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from civic.reports.evidence import Evidence, rules_digest, tool_version
from civic.reports.mending import Mending
from civic.reports.results import Entry, StackResult
from policies import Finding, Rule
from policies.coverage import times_asked

NAME = "civic check"


def as_junit(evidence: Evidence) -> str:
    """A case that fails for every rule with a finding, an error for a stack that could not be planned or a rule that could not be asked."""
    document = JUnitXml(NAME)
    for stack in evidence.outcome.stacks:
        document.add_testsuite(_suite(evidence, stack))
    document.add_testsuite(_whole(evidence))
    document.update_statistics()
    text = document.tostring()
    return text if isinstance(text, str) else text.decode("utf-8")


def _suite(evidence: Evidence, stack: StackResult) -> TestSuite:
    suite = TestSuite(stack.stack)
    found = _found(evidence, {stack.stack})
    if stack.error:
        suite.add_testcase(_case("plan", stack.stack, Error("the stack could not be planned", "plan"), stack.error))
    asked = times_asked(stack.counts, evidence.rules)
    for rule in evidence.rules:
        # Rules about rights and reach are asked of calls and promises, and not of resources.
        if asked[rule.id] or rule.id in found:
            suite.add_testcase(_rule_case(rule, stack.stack, found.get(rule.id, [])))
    return suite


def _found(evidence: Evidence, stacks: Collection[str]) -> dict[str, list[tuple[Finding, str]]]:
    """Rule -> its findings in these stacks, each with what is to be said of it."""
    found: dict[str, list[tuple[Finding, str]]] = {}
    for finding, mend in evidence.findings:
        if finding.stack in stacks:
            found.setdefault(finding.rule, []).append((finding, _told(finding, mend, evidence.entry(finding))))
    return found


def _whole(evidence: Evidence) -> TestSuite:
    """What is of no one stack: the records, what was looked at, and what the run was."""
    suite = TestSuite("run")
    cover = evidence.coverage
    facts = {
        "tool": f"civic-cloud {tool_version()}",
        "rules": rules_digest(),
        "day": evidence.day,
        "commit": evidence.commit,
        "resources": str(cover.resources),
        "resources under rules": str(cover.resources_under_rules),
        "types": str(cover.types),
        "types under rules": str(cover.types_under_rules),
        **{f"sha256 {file}": digest for file, digest in evidence.inputs.items()},
    }
    for name, value in facts.items():
        suite.add_property(name, value)
    clashes = "\n".join(evidence.outcome.clashes)
    suite.add_testcase(_case("records", "run", Failure("records clash", "clash") if clashes else None, clashes))
    elsewhere = {finding.stack for finding, _ in evidence.findings} - {stack.stack for stack in evidence.outcome.stacks}
    told = _found(evidence, elsewhere)
    for rule in evidence.rules:
        if rule.id in told:
            suite.add_testcase(_rule_case(rule, "run", told[rule.id]))
    suite.add_testcase(_looked_at(evidence))
    return suite


def _rule_case(rule: Rule, stack: str, found: list[tuple[Finding, str]]) -> TestCase:
    """``found`` has each finding with what is to be said of it."""
    stopping = [finding for finding, _ in found if finding.level == "mandatory"]
    text = "\n".join(told for _, told in found)
    if not stopping:
        case = _case(rule.id, stack, None)
        if text:
            case.system_out = text
        return case
    kind = Failure if any(finding.kind == "broken" for finding in stopping) else Error
    return _case(rule.id, stack, kind(rule.title, stopping[0].kind), text)


def _looked_at(evidence: Evidence) -> TestCase:
    """Fails a strict check that has gaps; is skipped, not passed, where gaps are let be."""
    missed = "\n".join(evidence.gaps or evidence.coverage.not_looked_at)
    if not missed and evidence.coverage.resources:
        return _case("under rules", "run", None)
    message = "no rule looks at some types" if missed else "no resource at all"
    return _case("under rules", "run", Failure(message, "strict") if evidence.gaps else Skipped(message, "not looked at"), missed)


def _case(name: str, stack: str, result: Failure | Error | Skipped | None, text: str = "") -> TestCase:
    case = TestCase(name, classname=stack, time=0.0)
    if result is not None:
        result.text = text
        case.result = [result]
    return case


def _told(finding: Finding, mend: Mending, entry: Entry | None) -> str:
    place = f"{mend.file}:{mend.line}" if mend.line else mend.file
    who = mend.who or "whoever owns the stack"
    return f"{finding.name}: {finding.message}\n  {who}{f', {place}' if place else ''}: {mend.write}\n  {finding.urn}" + (
        f"\n  {entry.id}  {entry.file}:{entry.line}" if entry else ""
    )
