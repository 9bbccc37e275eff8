"""Policy rules: the ``if`` of an Azure Policy, parsed once and evaluated three-valued.

Source: Microsoft Learn, "Azure Policy definition structure policy rule" (logical operators, conditions, value, count, policy rule limits).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from civic.access.azure import expressions
from civic.access.azure.expressions import ExpressionError, Scope
from civic.access.azure.fields import Body, location, select
from civic.access.azure.rule_conditions import CONDITIONS, Test
from civic.access.azure.template_functions import EvaluationFailed
from civic.access.azure.values import UNKNOWN, JsonValue, Unknown, Value, is_mapping, lookup
from civic.access.verdict import Truth, both, joined_by_and, joined_by_or, negated

MOST_CONDITIONS = 4096
MOST_CONDITIONS_THEN = 128
MOST_FUNCTIONS = 2048
MOST_VALUE_COUNTS = 10
MOST_FIELD_COUNTS = 5
"""Of one array."""
MOST_ITERATIONS = 100


class RuleError(ValueError):
    """A policy rule that does not parse or is over its size. The message says where, what was found and what is allowed."""


@dataclass
class Subject:
    """One evaluation: the resource, the assignment's parameters and what is counted."""

    body: Body
    parameters: Mapping[str, Value] = field(default_factory=dict)
    contexts: Callable[[str], Value] = lambda name: UNKNOWN
    bound: dict[str, Value] = field(default_factory=dict)
    """Member that is looked at, by counted array or count's name, lower case."""
    missing: set[str] = field(default_factory=set)
    """Fields that were asked for and cannot be known."""

    @property
    def scope(self) -> Scope:
        """For template functions."""
        return Scope(self.parameters, self.field_value, self.current, self.contexts)

    def field_value(self, name: str) -> Value:
        """``field()``: the value as it is, and of an array with ``[*]`` the members; an absent one is an empty text."""
        found = select(self.body, name, self.bound)
        if found.every:
            return [expressions.known(value) for value in found.values if value is not None]
        return "" if found.values == (None,) else found.values[0]

    def current(self, name: str | None) -> Value:
        """``current()``: the member that the innermost count looks at, or the one that is named."""
        if name is None:
            return next(reversed(self.bound.values()), UNKNOWN)
        return self.bound[name.lower()] if name.lower() in self.bound else self.field_value(name)

    def with_member(self, key: str, member: Value) -> "Subject":
        """The same, with one member of a counted array looked at."""
        return Subject(self.body, self.parameters, self.contexts, {**self.bound, key.lower(): member}, self.missing)


Node = Callable[[Subject], Truth]
NOWHERE = Scope()


@dataclass
class Size:
    """How large a rule is, by what Azure limits."""

    conditions: int = 0
    functions: int = 0
    value_counts: int = 0
    field_counts: dict[str, int] = field(default_factory=dict)

    def check(self, most: int) -> None:
        """Raises ``RuleError`` over a limit."""
        pairs = [
            ("conditions", self.conditions, most),
            ("functions", self.functions, MOST_FUNCTIONS),
            ("value counts", self.value_counts, MOST_VALUE_COUNTS),
        ]
        pairs += [(f"field counts of {name}", number, MOST_FIELD_COUNTS) for name, number in self.field_counts.items()]
        for what, number, allowed in pairs:
            if number > allowed:
                raise RuleError(f"found {number} {what}; allowed: {allowed}")


def parse(raw: JsonValue, place: str = "if", most: int = MOST_CONDITIONS) -> Node:
    """A condition of a rule. Raises ``RuleError``."""
    size = Size()
    node = _node(raw, place, size)
    size.check(most)
    return node


def _node(raw: Value, place: str, size: Size) -> Node:
    if not is_mapping(raw):
        raise RuleError(f"{place}: found {type(raw).__name__}; allowed: an object with a condition, allOf, anyOf or not")
    keys = {key.lower(): key for key in raw}
    for operator, join in (("allof", joined_by_and), ("anyof", joined_by_or)):
        if operator in keys:
            _only(raw, place, (operator,))
            return _joined(raw[keys[operator]], f"{place}.{keys[operator]}", size, join)
    if "not" in keys:
        _only(raw, place, ("not",))
        inner = _node(raw[keys["not"]], f"{place}.not", size)
        return lambda subject: negated(inner(subject))
    return _condition(raw, keys, place, size)


def _only(raw: Mapping[str, JsonValue], place: str, allowed: tuple[str, ...]) -> None:
    more = [key for key in raw if key.lower() not in allowed]
    if more:
        raise RuleError(f"{place}: found {', '.join(sorted(more))} beside {allowed[0]}; allowed: nothing beside it")


def _joined(raw: JsonValue, place: str, size: Size, join: Callable[[list[Node]], Node]) -> Node:
    if not isinstance(raw, list) or not raw:
        raise RuleError(f"{place}: found {'an empty list' if raw == [] else type(raw).__name__}; allowed: a list of conditions")
    nodes = [_node(entry, f"{place}[{number}]", size) for number, entry in enumerate(raw)]
    return join(nodes)


def _condition(raw: Mapping[str, JsonValue], keys: Mapping[str, str], place: str, size: Size) -> Node:
    size.conditions += 1
    left = [kind for kind in ("field", "value", "count") if kind in keys]
    tests = [key for key in keys if key in CONDITIONS]
    if len(left) != 1 or len(tests) != 1 or len(keys) != 2:
        found = ", ".join(raw) or "nothing"
        raise RuleError(f"{place}: found {found}; allowed: one of field, value, count, and one condition such as equals, in, exists")
    test, operand = CONDITIONS[tests[0]], raw[keys[tests[0]]]
    _check(operand, f"{place}.{keys[tests[0]]}", size)
    if left[0] == "count":
        return _count(raw[keys["count"]], f"{place}.count", test, operand, size)
    subject_of = raw[keys[left[0]]]
    _check(subject_of, f"{place}.{left[0]}", size)
    if left[0] == "value":
        one, other = expressions.prepared(subject_of), expressions.prepared(operand)
        return lambda subject: _compare(test, one(subject.scope), other(subject.scope))
    if not isinstance(subject_of, str) or not subject_of:
        raise RuleError(f"{place}.field: found {subject_of!r}; allowed: the name of a field or alias")
    return _field(subject_of, test, operand)


def _check(raw: JsonValue, place: str, size: Size) -> None:
    """Every expression inside parses, and is counted."""
    if isinstance(raw, str) and expressions.is_expression(raw):
        size.functions += expressions.functions_in(raw)
        try:
            expressions.compiled(raw)
        except ExpressionError as error:
            raise RuleError(f"{place}: {error}") from None
    elif isinstance(raw, list):
        for entry in raw:
            _check(entry, place, size)
    elif is_mapping(raw):
        for entry in raw.values():
            _check(entry, place, size)


def _compare(test: Test, left: Value, right: Value) -> Truth:
    return None if isinstance(left, Unknown) or isinstance(right, Unknown) else test(left, right)


def _field(name: str, test: Test, operand: JsonValue) -> Node:
    computed = expressions.is_expression(name)
    prepared = expressions.prepared(operand)
    plain = not computed and expressions.is_plain(operand)
    same = _right(name, prepared(NOWHERE)) if plain else None

    def holds(subject: Subject) -> Truth:
        called, right = name, same
        if not plain:
            scope = subject.scope
            found_name = expressions.resolve(name, scope) if computed else name
            if not isinstance(found_name, str):
                return None
            called, right = found_name, _right(found_name, prepared(scope))
        found = select(subject.body, called, subject.bound)
        if any(isinstance(value, Unknown) for value in found.values):
            subject.missing.add(called.lower())
        if found.missing and not found.values:
            # Of an array that is not there, Microsoft's page and Microsoft's own evaluator differ.
            return None if right not in (False, "false", "False") else test(None, right) if not isinstance(right, Unknown) else None
        return both(_compare(test, value, right) for value in found.values)

    return holds


def _right(field: str, value: Value) -> Value:
    """What a field is compared with."""
    return _locations(value) if field.lower() == "location" else value


def _locations(value: Value) -> Value:
    return [expressions.known(location(each)) for each in value] if isinstance(value, list) else location(value)


def _count(raw: JsonValue, place: str, test: Test, operand: JsonValue, size: Size) -> Node:
    if not is_mapping(raw):
        raise RuleError(f"{place}: found {type(raw).__name__}; allowed: an object with field or value, and where")
    of, literal, where = lookup(raw, "field"), lookup(raw, "value"), lookup(raw, "where")
    if (of is None) == (literal is None):
        raise RuleError(f"{place}: found {', '.join(raw)}; allowed: one of field and value")
    inner = _node(where, f"{place}.where", size) if where is not None else None
    name = lookup(raw, "name")
    if of is not None:
        if not isinstance(of, str) or not of.endswith("]") or "[*]" not in of:
            raise RuleError(f"{place}.field: found {of!r}; allowed: an array alias, with [*]")
        size.field_counts[of.lower()] = size.field_counts.get(of.lower(), 0) + 1
        key, members = of, _field_members(of)
    else:
        size.value_counts += 1
        _check(literal if not isinstance(literal, Unknown) else None, f"{place}.value", size)
        key, members = str(name or "default"), _value_members(literal)
    return _counting(key, members, inner, test, operand)


Members = Callable[[Subject], "tuple[Value, ...] | None"]


def _field_members(of: str) -> Members:
    def members(subject: Subject) -> tuple[Value, ...] | None:
        found = select(subject.body, of, subject.bound)
        if not found.every and any(isinstance(value, Unknown) for value in found.values):
            subject.missing.add(of.lower())
            return None
        if found.every and len(found.values) == 1 and isinstance(found.values[0], Unknown):
            subject.missing.add(of.lower())
            return None
        return tuple(value for value in found.values if value is not None)

    return members


def _value_members(literal: Value) -> Members:
    def members(subject: Subject) -> tuple[Value, ...] | None:
        found = UNKNOWN if isinstance(literal, Unknown) else expressions.resolve(literal, subject.scope)
        if isinstance(found, Unknown):
            return None
        if not isinstance(found, list) or len(found) > MOST_ITERATIONS:
            raise EvaluationFailed(f"a value count takes an array of at most {MOST_ITERATIONS}")
        return tuple(found)

    return members


def _counting(key: str, members: Members, where: Node | None, test: Test, operand: JsonValue) -> Node:
    prepared = expressions.prepared(operand)

    def holds(subject: Subject) -> Truth:
        found, right = members(subject), prepared(subject.scope)
        if found is None or isinstance(right, Unknown):
            return None
        results = [True if where is None else where(subject.with_member(key, member)) for member in found]
        least = sum(result is True for result in results)
        possible = {test(number, right) for number in range(least, least + sum(result is None for result in results) + 1)}
        return possible.pop() if len(possible) == 1 else None

    return holds
