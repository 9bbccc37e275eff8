"""Rules about rights. They are asked of runs and identities over all plans, by ``civic.access``, and not of single resources."""

from collections.abc import Iterable, Iterator, Mapping

from civic.access.errors import AccessError
from civic.access.explaining import Told
from civic.access.path_texts import path_cure, path_message
from civic.access.paths import Path
from civic.access.strangers import Stranger
from civic.access.verdict import Decision
from civic.plan import stack_of
from policies.checks import Finding, estate_finding
from policies.guardrails import GUARDRAILS_STAND
from policies.handing_out import ROLES_NAMED
from policies.rule import Rule
from policies.service_roles import SERVICES_SUFFICE

SUFFICIENT = Rule(
    id="access-sufficient",
    title="Every run may do what its stack asks",
    why="A right that is missing stops a deployment half-way, and what is then given in haste is never taken back.",
    severity="high",
    types=(),
    remediation="Allow it where the identity's rights are written, or take away what asks for it.",
    scope="estate",
)
WELL_FORMED = Rule(
    id="access-well-formed",
    title="Policies, trusts and assignments are such as the cloud takes, and name who exists",
    why="What the cloud refuses stops a deployment, and a right of somebody who does not exist is whoever's takes that name.",
    severity="high",
    types=(),
    remediation="Mend the document where the program writes it.",
    scope="estate",
)
NO_PATH_UPWARD = Rule(
    id="access-no-path-upward",
    title="No identity becomes one of a layer above its own, or reaches what is above it",
    why="What is deployed most often is broken into first; a way up turns one leaked run into the whole platform.",
    severity="critical",
    types=(),
    remediation="Narrow the statement that allows the step, bound what it makes, or let a guardrail deny it.",
    scope="estate",
)
NO_PATH_SIDEWAYS = Rule(
    id="access-no-path-sideways",
    title="No identity of one body reaches another body's identities, tenancy, state, cards, secrets or data",
    why="Hundreds of bodies share one platform; a way sideways turns one body's breach into everybody's.",
    severity="critical",
    types=(),
    remediation="Name what is the body's own in the statement, by its ARN or scope and never by a tag that the caller chooses.",
    scope="estate",
)
TRUSTS_KNOWN = Rule(
    id="access-trusts-known",
    title="Whoever is trusted is the estate's own, or named in its records",
    why="A trust in a stranger's account, directory or pipeline is a door that nobody of ours watches, and that no guardrail of ours stands behind.",
    severity="critical",
    types=(),
    remediation="Name who is the estate's, hold the statement to the organisation by a condition, or write in the record whom the body trusts.",
    scope="estate",
)
OWN_RIGHTS = Rule(
    id="access-own-rights-narrow",
    title="No identity is kept from climbing by a guardrail alone",
    why="A guardrail is one document; the day it is detached, or its exception widened, whoever holds such a right is everything above.",
    severity="high",
    types=(),
    remediation="Take the right away, or narrow it by its resources or a condition to what is the identity's own.",
    scope="estate",
)
SHOWN = 20
"""So many kinds of refusals of one identity by one cause are told one by one; of more, the first with the others' actions."""
PATHS = (NO_PATH_UPWARD, NO_PATH_SIDEWAYS, OWN_RIGHTS)
RULES = (SUFFICIENT, WELL_FORMED, TRUSTS_KNOWN, GUARDRAILS_STAND, ROLES_NAMED, SERVICES_SUFFICE, *PATHS)


def rights_findings(refused: Iterable[Told], faults: Iterable[AccessError], sources: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong with rights. ``sources``: URN -> program line."""
    alike: dict[tuple[object, ...], list[Told]] = {}
    for each in refused:
        verdict = each.first.verdict
        alike.setdefault((each.first.stack, each.first.identity, verdict.decision, verdict.reason, verdict.grounds), []).append(each)
    for same in alike.values():
        shown, likewise = (same[:1], f" {_likewise(same)}") if len(same) > SHOWN else (same, "")
        for each in shown:
            yield estate_finding(
                SUFFICIENT,
                "undecidable" if each.first.verdict.decision is Decision.UNKNOWN else "broken",
                each.first.stack,
                each.first.urn,
                source=sources.get(each.first.urn, ""),
                message=f"{each.message}. {each.cure}{likewise}",
                remediation=SUFFICIENT.remediation,
            )
    for fault in faults:
        place = f"{fault.document}: {fault.problem}" if fault.document else fault.problem
        yield estate_finding(
            WELL_FORMED, "broken", stack_of(fault.urn), fault.urn, source=fault.source, message=place, remediation=WELL_FORMED.remediation
        )


def _likewise(same: list[Told]) -> str:
    actions = sorted({each.first.action for each in same[1:]} - {same[0].first.action})
    shown = ", ".join(actions[:3]) + (f" and {len(actions) - 3} more actions" if len(actions) > 3 else "")
    return f"The same keeps it from {shown or 'the same elsewhere'}: perhaps all of its rights are missing; 'civic rights {same[0].first.stack}' lists each."


def stranger_findings(strangers: Iterable[Stranger]) -> Iterator[Finding]:
    """Trusts in whom the estate does not know, each at the resource that writes it."""
    for one in strangers:
        yield estate_finding(
            TRUSTS_KNOWN,
            "broken",
            stack_of(one.urn),
            one.urn,
            source=one.source,
            message=f"{one.place}: {one.problem}",
            remediation=TRUSTS_KNOWN.remediation,
        )


def path_findings(
    upward: Iterable[Path], sideways: Iterable[Path], sources: Mapping[str, str], held_by_guardrails: Iterable[Path] = ()
) -> Iterator[Finding]:
    """Paths that must not be, each at the statement that allows its last step that a plan writes. ``sources``: URN -> program line.

    ``held_by_guardrails``: those that a guardrail alone stops.
    """
    for rule, paths in ((NO_PATH_UPWARD, upward), (NO_PATH_SIDEWAYS, sideways), (OWN_RIGHTS, held_by_guardrails)):
        for path in paths:
            urn = next((ground.urn for step in reversed(path.steps) for ground in step.grounds if ground.urn), "")
            kind = "undecidable" if path.unknown else "broken"
            message, cure = path_message(path, sources, but_for_guardrails=rule is OWN_RIGHTS), path_cure(path, sources)
            yield estate_finding(rule, kind, stack_of(urn), urn, source=sources.get(urn, ""), message=message, remediation=cure)
