"""Documents where they are attached, and what several of them say together of one request."""

from collections.abc import Iterable
from dataclasses import dataclass

from civic.access.aws.patterns import Values
from civic.access.aws.policies import Document, Statement
from civic.access.aws.principals import Level
from civic.access.aws.request import Principal
from civic.access.verdict import Grounds, Truth


@dataclass(frozen=True, slots=True, eq=False)
class Attached:
    """A document and the resource that carries it."""

    document: Document | None
    """``None`` where its content cannot be known: it may then allow or deny anything."""
    urn: str
    """Of the resource that carries it; empty for what the cloud itself brings."""
    place: str
    """Property that holds it (``policy``, ``inlinePolicies[0]``), or the name of what the cloud brings."""

    def grounds(self, statement: Statement) -> Grounds:
        return Grounds(self.urn, self.place, statement.label)


Match = tuple[Statement, Attached]


class Opinion:
    """What a set of documents says of one request. ``allowed`` and ``denied`` are independent: a deny is no less one for an allow beside it."""

    __slots__ = ("allowed", "allows", "denied", "denies", "unknown")

    def __init__(self) -> None:
        self.allowed: Truth = False
        self.denied: Truth = False
        self.allows: list[Match] = []
        self.denies: list[Match] = []
        self.unknown: set[str] = set()

    def hear(self, statement: Statement, attached: Attached, answer: Truth, values: Values) -> None:
        """Take in one statement that may apply."""
        if answer is None:
            self.unknown |= statement.unknown(values)
        if statement.allow:
            if answer:
                self.allows.append((statement, attached))
            self.allowed = True if answer or self.allowed else None
        else:
            if answer:
                self.denies.append((statement, attached))
            self.denied = True if answer or self.denied else None

    def unknowable(self, name: str) -> None:
        """A document of unknown content is among them."""
        self.unknown.add(name)
        self.allowed = self.allowed or None
        self.denied = self.denied or None


class PolicySet:
    """Documents that count together: an identity's own, one level's guardrails. Statements are found by action, once for each."""

    __slots__ = ("_by_action", "attached", "unknown")

    def __init__(self, attached: Iterable[Attached]) -> None:
        self.attached = tuple(attached)
        self.unknown = tuple(one for one in self.attached if one.document is None)
        self._by_action: dict[str, tuple[Match, ...]] = {}

    def speaking_of(self, action: str) -> tuple[Match, ...]:
        """Statements whose action matches; the action is given in small letters."""
        known = self._by_action.get(action)
        if known is None:
            documents = ((one, one.document) for one in self.attached if one.document is not None)
            found = [(statement, one) for one, document in documents for statement in document.speaking_of(action)]
            known = self._by_action[action] = tuple(found)
        return known

    def everything(self, action: str) -> bool:
        """Whether they allow an action on every resource without condition, and none of them is unknown."""
        return not self.unknown and any(
            statement.allow and not statement.resources and not statement.conditions for statement, _ in self.speaking_of(action)
        )

    def denies(self, action: str) -> tuple[Match, ...]:
        return tuple(match for match in self.speaking_of(action) if not match[0].allow)

    def opinion(self, action: str, resource: str, values: Values, who: Principal | None = None) -> Opinion:
        """What they say. With ``who`` a statement must also name the principal."""
        opinion = Opinion()
        for one in self.unknown:
            opinion.unknowable(one.place)
        for statement, attached in self._by_action.get(action) or self.speaking_of(action):
            named: Truth = True
            if who is not None and statement.principal is not None:
                named = statement.principal.names(who)
                if named is False:
                    continue
            answer = statement.applies(resource, values)
            if answer is False:
                continue
            opinion.hear(statement, attached, answer if named else None, values)
        return opinion


NOTHING = PolicySet(())


class ResourceOpinion:
    """What a resource's own policy says: denials, and the allows by how closely they name who asks."""

    __slots__ = ("by_level", "opinion")

    def __init__(self) -> None:
        self.opinion = Opinion()
        self.by_level: dict[Level, Truth] = {}

    def at(self, *levels: Level) -> Truth:
        """Whether one of these levels allows it."""
        answers = [self.by_level.get(level, False) for level in levels]
        return True if True in answers else None if None in answers else False


def resource_opinion(policies: PolicySet, action: str, resource: str, values: Values, who: Principal, bounded: bool) -> ResourceOpinion:
    """``bounded``: who asks has a permissions boundary, which undoes every ``NotPrincipal`` of a deny (IAM User Guide, "NotPrincipal")."""
    result = ResourceOpinion()
    for one in policies.unknown:
        result.opinion.unknowable(one.place)
        result.by_level[Level.SELF] = None
    for statement, attached in policies.speaking_of(action):
        named, level = _named(statement, who, bounded)
        if named is False:
            continue
        answer = statement.applies(resource, values)
        if answer is False:
            continue
        answer = answer if named else None
        result.opinion.hear(statement, attached, answer, values)
        if statement.allow:
            result.by_level[level] = True if answer or result.by_level.get(level) else None
    return result


def _named(statement: Statement, who: Principal, bounded: bool) -> tuple[Truth, Level]:
    element = statement.principal
    if element is None:
        return True, Level.SELF
    if element.negated:
        if bounded and not statement.allow:
            return True, Level.NONE
        return element.names(who), Level.SELF
    level = element.level(who)
    if level is not Level.NONE:
        return True, level
    return element.names(who), Level.SELF
