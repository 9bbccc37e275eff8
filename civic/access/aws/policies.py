"""Policy documents, parsed once: equal JSON forms are the same document.

IAM User Guide: "Grammar of the IAM JSON policy language" and "IAM JSON policy element reference".
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from civic.access.aws.conditions import Condition, ConditionFault, condition
from civic.access.aws.kinds import DocumentKind, Rules
from civic.access.aws.patterns import ActionPatterns, NotKnown, ResourcePattern, Values, action_patterns, has_unknown, resource_pattern
from civic.access.aws.principals import PrincipalElement, read_principal
from civic.access.verdict import Truth, negated

VERSIONS = ("2012-10-17", "2008-10-17")
ELEMENTS = frozenset(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"])
_ACTION = re.compile(r"\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9*?-]+")


class DocumentFault(ValueError):
    """A document that AWS refuses. The message says which statement, what was found, what is allowed."""


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One statement."""

    label: str
    """Its ``Sid``, or ``#3`` for the third."""
    allow: bool
    actions: ActionPatterns
    resources: tuple[ResourcePattern, ...]
    """None of them: it covers every resource."""
    resources_negated: bool
    principal: PrincipalElement | None
    conditions: tuple[Condition, ...]

    def applies(self, resource: str, values: Values) -> Truth:
        """Whether it covers this resource and all its conditions hold. Its action and principal are asked elsewhere."""
        covered = self.covers(resource, values) if self.resources else True
        if covered is False or not self.conditions:
            return covered
        for met in self.conditions:
            answer = met.holds(values)
            if answer is False:
                return False
            if answer is None:
                covered = None
        return covered

    def covers(self, resource: str, values: Values) -> Truth:
        found: Truth = False
        try:
            for pattern in self.resources:
                answer = pattern.matches(resource, values)
                if answer:
                    found = True
                    break
                if answer is None:
                    found = None
        except NotKnown:
            return None
        return negated(found) if self.resources_negated else found

    def unknown(self, values: Values) -> frozenset[str]:
        """Condition keys that keep it from being decided; ``document`` where a value of its own does."""
        keys = {met.key for met in self.conditions if met.holds(values) is None}
        return frozenset(keys or {"document"})


class Shape:
    """Which statements of a document speak of which action: the same for all documents whose statements have the same actions in their order."""

    __slots__ = ("_actions", "_known")

    def __init__(self, actions: tuple[ActionPatterns, ...]) -> None:
        self._actions = actions
        self._known: dict[str, tuple[int, ...]] = {}

    def speaking_of(self, action: str) -> tuple[int, ...]:
        known = self._known.get(action)
        if known is None:
            known = self._known[action] = tuple(number for number, actions in enumerate(self._actions) if actions.cover(action))
        return known


@lru_cache(maxsize=1 << 14)
def shape(actions: tuple[ActionPatterns, ...]) -> Shape:
    return Shape(actions)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A whole policy document."""

    kind: DocumentKind
    statements: tuple[Statement, ...]
    size: int
    """As the kind counts it."""
    shape: Shape
    """Which of its statements speak of which action."""

    def speaking_of(self, action: str) -> tuple[Statement, ...]:
        """Statements whose action matches; the action is given in small letters."""
        return tuple([self.statements[number] for number in self.shape.speaking_of(action)])


def parse(document: object, kind: DocumentKind) -> Document:
    """Read a document, given as JSON or as what JSON says. Raises ``DocumentFault``."""
    text = document if isinstance(document, str) else json.dumps(document, separators=(",", ":"))
    return _parsed(text, kind)


@lru_cache(maxsize=1 << 15)
def _parsed(text: str, kind: DocumentKind) -> Document:
    opened = _opened(text)
    rules = kind.rules
    size = len(text) if rules.white_space else len(re.sub(r"\s", "", text))
    if size > rules.limit:
        raise DocumentFault(f"found {size:,} characters; allowed for a {rules.label}: {rules.limit:,}{_counted(rules)}")
    if unknown := set(opened) - {"Version", "Id", "Statement"}:
        raise DocumentFault(f"found the element {sorted(unknown)[0]!r}; allowed: Version, Id, Statement")
    version = opened.get("Version", VERSIONS[1])
    if version not in VERSIONS:
        raise DocumentFault(f"Version: found {version!r}; allowed: {' or '.join(VERSIONS)}")
    entries = opened.get("Statement")
    entries = [entries] if isinstance(entries, Mapping) else entries
    if not isinstance(entries, list) or not entries:
        raise DocumentFault("found no Statement; allowed: one or a list of them")
    variables = version == VERSIONS[0]
    statements = tuple(statement(entry, number, kind, variables) for number, entry in enumerate(entries, 1))
    _unique(statements)
    return Document(kind, statements, size, shape(tuple(one.actions for one in statements)))


def _counted(rules: Rules) -> str:
    return ", white space counted" if rules.white_space else " without white space"


def _opened(text: str) -> Mapping[str, object]:
    try:
        opened = json.loads(text, object_pairs_hook=_without_repetition)
    except json.JSONDecodeError as error:
        raise DocumentFault(f"is no JSON: {error.msg} in line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise DocumentFault("is nested too deeply to be a policy") from None
    if not isinstance(opened, dict):
        raise DocumentFault(f"found {type(opened).__name__}; allowed: an object with Version and Statement")
    return opened


def _without_repetition(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        raise DocumentFault(f"found {next(key for key in keys if keys.count(key) > 1)!r} twice in one object; allowed: each once")
    return dict(pairs)


def _unique(statements: Iterable[Statement]) -> None:
    seen: set[str] = set()
    for statement in statements:
        if statement.label in seen:
            raise DocumentFault(f"found the Sid {statement.label!r} twice; allowed: each once in a document")
        seen.add(statement.label)


def statement(entry: object, number: int, kind: DocumentKind, variables: bool) -> Statement:
    """Read one statement, the ``number``-th. ``variables``: whether the version has them. Raises ``DocumentFault``."""
    if not isinstance(entry, Mapping):
        raise DocumentFault(f"statement #{number}: found {type(entry).__name__}; allowed: an object")
    label = entry.get("Sid") or f"#{number}"
    try:
        _check_elements(entry, kind)
        principal, negation = _one_of(entry, "Principal", "Not", kind.rules.principal)
        actions, actions_negated = _one_of(entry, "Action", "Not", "must")
        resources, resources_negated = _one_of(entry, "Resource", "Not", kind.rules.resource)
        element = read_principal(principal, negation) if principal is not None else None
        _check_principal(kind, entry, element)
        return Statement(
            label=label,
            allow=entry["Effect"] == "Allow",
            actions=action_patterns(_actions(actions), actions_negated),
            resources=_patterns(_resources(resources), resources_negated, variables),
            resources_negated=resources_negated,
            principal=element,
            conditions=_conditions(entry.get("Condition"), variables),
        )
    except (ConditionFault, DocumentFault) as error:
        raise DocumentFault(f"statement {label}: {error}") from None
    except ValueError as error:
        raise DocumentFault(f"statement {label}: Principal: {error}") from None


def _check_elements(entry: Mapping[str, object], kind: DocumentKind) -> None:
    if unknown := set(entry) - ELEMENTS:
        raise DocumentFault(f"found the element {sorted(unknown)[0]!r}; allowed: {', '.join(sorted(ELEMENTS))}")
    if entry.get("Effect") not in ("Allow", "Deny"):
        raise DocumentFault(f"Effect: found {entry.get('Effect')!r}; allowed: Allow or Deny")
    sid = entry.get("Sid", "")
    if not isinstance(sid, str) or not re.fullmatch(kind.rules.sid, sid):
        raise DocumentFault(f"Sid: found {sid!r}; allowed: letters and digits")


def _one_of(entry: Mapping[str, object], name: str, prefix: str, need: str) -> tuple[object, bool]:
    plain, opposite = entry.get(name), entry.get(prefix + name)
    if plain is not None and opposite is not None:
        raise DocumentFault(f"found both {name} and {prefix}{name}; allowed: one of them")
    if plain is None and opposite is None and need == "must":
        raise DocumentFault(f"found no {name}; allowed: {name} or {prefix}{name}")
    if (plain is not None or opposite is not None) and need == "must not":
        raise DocumentFault(f"found {name if plain is not None else prefix + name}, which this kind of document does not have")
    return (plain, False) if opposite is None else (opposite, True)


def _check_principal(kind: DocumentKind, entry: Mapping[str, object], principal: PrincipalElement | None) -> None:
    """IAM User Guide, "NotPrincipal"; Organizations User Guide, "RCP syntax"."""
    if principal is not None and principal.negated and (kind is DocumentKind.TRUST or entry["Effect"] == "Allow"):
        raise DocumentFault("found NotPrincipal in a trust policy or with Allow; allowed: Principal")
    if not kind.rules.deny_only:
        return
    if entry["Effect"] != "Deny":
        raise DocumentFault("Effect: found Allow; allowed in a resource control policy of one's own: Deny")
    if principal is None or principal.negated or not principal.everybody or entry.get("Principal") != "*":
        raise DocumentFault('Principal: allowed in a resource control policy: "*"; name principals in the Condition')
    if "NotAction" in entry or "*" in _listed(entry.get("Action")):
        raise DocumentFault('Action: found NotAction or "*"; allowed in a resource control policy of one\'s own: actions of named services')


def _listed(element: object) -> list[object]:
    return element if isinstance(element, list) else [element]


def _texts(element: object, name: str) -> tuple[str, ...]:
    texts = _listed(element)
    if not texts:
        raise DocumentFault(f"{name}: found an empty list; allowed: at least one")
    for text in texts:
        if not isinstance(text, str):
            raise DocumentFault(f"{name}: found {text!r}; allowed: text, or a list of texts")
    return tuple(str(text) for text in texts)


def _actions(element: object) -> tuple[str, ...]:
    texts = _texts(element, "Action")
    for text in texts:
        if not _ACTION.fullmatch(text) and not has_unknown(text):
            raise DocumentFault(f"Action: found {text!r}; allowed: service:Action with * and ? behind the colon, or *")
    return texts


def _resources(element: object) -> tuple[str, ...]:
    if element is None:
        return ()
    texts = _texts(element, "Resource")
    for text in texts:
        if text != "*" and not text.startswith(("arn:", "${")) and "*" not in text and not has_unknown(text):
            raise DocumentFault(f"Resource: found {text!r}; allowed: an ARN, with * and ? in it, or *")
    return texts


def _patterns(texts: tuple[str, ...], negation: bool, variables: bool) -> tuple[ResourcePattern, ...]:
    """None for every resource, so that nothing is compared."""
    return () if "*" in texts and not negation else tuple(resource_pattern(text, variables) for text in texts)


def _conditions(element: object, variables: bool) -> tuple[Condition, ...]:
    if element is None:
        return ()
    if not isinstance(element, Mapping):
        raise DocumentFault(f"Condition: found {type(element).__name__}; allowed: an object of operators")
    found: list[Condition] = []
    for operator, compared in element.items():
        if not isinstance(compared, Mapping):
            raise DocumentFault(f"Condition: {operator}: found {type(compared).__name__}; allowed: an object of keys and values")
        for key, values in compared.items():
            found.append(condition(operator, key, tuple(_value(operator, key, value) for value in _listed(values)), variables))
    return tuple(found)


def _value(operator: str, key: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    raise DocumentFault(f"Condition: {operator}: {key}: found {value!r}; allowed: text, a number, true or false, or a list of them")
