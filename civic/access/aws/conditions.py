"""The ``Condition`` element, evaluated in three values.

IAM User Guide: "IAM JSON policy elements: Condition", "Condition operators", "Single-valued vs. multivalued context keys", "Set operators".
"""

from collections.abc import Callable
from functools import lru_cache

from civic.access.aws.operators import NAMES, NEGATED, POSITIVE, Compare
from civic.access.aws.patterns import Missing, NotKnown, Values, glob, has_unknown, has_variable, restored, substituted
from civic.access.verdict import Truth, both, either, negated
from civic.plan.wire import UNKNOWNS

QUANTIFIERS = {"": "", "forallvalues": "all", "foranyvalue": "any"}


class PerhapsAbsent(tuple[str, ...]):
    """Values of a key of which it is not known whether the request carries it: an account that is not ours may be in an organisation or none."""

    __slots__ = ()


class ConditionFault(ValueError):
    """A condition that AWS refuses. The message says what was found and what is allowed."""


_Test = Callable[[str, Values], Truth]


class Condition:
    """One operator, one key and its values; what a statement asks for is that all its conditions hold."""

    __slots__ = ("_exact", "_if_exists", "_negated", "_null", "_quantifier", "_tests", "key", "operator", "texts")

    def __init__(self, operator: str, key: str, values: tuple[str, ...], variables: bool) -> None:
        """Raises ``ConditionFault`` for an operator that does not exist or a value it cannot compare."""
        self.operator = operator
        self.key = key.lower()
        self.texts = values
        quantifier, name, self._if_exists = _parsed(operator)
        self._quantifier = QUANTIFIERS[quantifier]
        self._negated = name in NEGATED
        self._null: frozenset[str] | None = None
        self._exact: frozenset[str] | None = None
        self._tests: tuple[_Test, ...] = ()
        if name == "null":
            self._null = frozenset(value.lower() for value in values)
            if not self._null or self._null - {"true", "false"}:
                raise ConditionFault(f"{operator}: {key}: found {', '.join(values) or 'nothing'}; allowed: true or false")
            return
        base = NEGATED.get(name, name)
        if base == "stringequals" and not any(has_unknown(value) or (variables and has_variable(value)) for value in values):
            self._exact = frozenset(values)
        self._tests = tuple(_test(operator, key, base, value, variables) for value in values)

    @property
    def exact(self) -> frozenset[str]:
        """The texts that its key must be, sign by sign; none where it asks for anything else, or lets other texts pass."""
        return frozenset() if self._negated or self._if_exists or self._exact is None else self._exact

    def holds(self, values: Values) -> Truth:
        """Whether a request meets it; unknown where its key, or a value of the policy that decides, is."""
        found = values(self.key)
        if type(found) is tuple:
            if self._exact is not None and len(found) == 1:
                return (found[0] in self._exact) != self._negated
            return self._decided(found, values)
        if found is None:
            return self._decided(None, values)
        if isinstance(found, bool):
            return None
        present, absent = self._decided(tuple(found), values), self._decided(None, values)
        return present if present is absent else None

    def _decided(self, found: tuple[str, ...] | None, values: Values) -> Truth:
        if self._null is not None:
            return ("false" if found else "true") in self._null
        if not found:
            if self._if_exists or self._quantifier == "all":
                return True
            return self._negated and self._quantifier != "any"
        answers = [self._compared(value, values) for value in found]
        if self._negated:
            answers = [negated(answer) for answer in answers]
        if self._quantifier == "all" or (self._negated and not self._quantifier):
            return both(answers)
        return either(answers)

    def _compared(self, value: str, values: Values) -> Truth:
        if self._exact is not None:
            return value in self._exact
        return either(test(value, values) for test in self._tests)


@lru_cache(maxsize=1 << 15)
def condition(operator: str, key: str, values: tuple[str, ...], variables: bool) -> Condition:
    """The same condition is made once, however many documents have it. Raises ``ConditionFault``."""
    return Condition(operator, key, values, variables)


def _parsed(operator: str) -> tuple[str, str, bool]:
    quantifier, _, name = operator.lower().rpartition(":")
    exists = name.endswith("ifexists")
    name = name.removesuffix("ifexists")
    known = name in POSITIVE or name in NEGATED or (name == "null" and not exists)
    if quantifier not in QUANTIFIERS or not known:
        raise ConditionFault(f"found the condition operator {operator!r}, which does not exist; allowed: {', '.join(NAMES)}{_SUFFIXES}")
    return quantifier, name, exists


_SUFFIXES = ", each but Null also with IfExists behind, and with ForAllValues: or ForAnyValue: before"


def _test(operator: str, key: str, base: str, text: str, variables: bool) -> _Test:
    make = POSITIVE[base]
    if has_unknown(text):
        shape = glob(_with_stars(text))
        return lambda value, _: None if shape.fullmatch(value) else False
    if variables and has_variable(text):
        return _with_variables(base, text, make)
    try:
        compare = make(text)
    except ValueError as error:
        raise ConditionFault(f"{operator}: {key}: {text!r}: {error}") from None
    return lambda value, _: compare(value)


def _with_stars(text: str) -> str:
    for unknown in UNKNOWNS:
        text = text.replace(unknown, "*")
    return text.replace("[secret]", "*")


def _with_variables(base: str, text: str, make: Callable[[str], Compare]) -> _Test:
    patterned = base in ("stringlike", "arnlike", "arnequals")

    def test(value: str, values: Values) -> Truth:
        try:
            expanded = substituted(text, values)
            return make(expanded if patterned else restored(expanded))(value)
        except NotKnown:
            return None
        except (Missing, ValueError):
            return False

    return test
