"""Template functions in policy rules and deployments: ``[concat(parameters('a'), field('name'))]``.

Sources: Microsoft Learn, "ARM template functions", and "Azure Policy definition structure policy rule" (policy functions).
"""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from civic.access.azure import template_functions
from civic.access.azure.template_functions import EvaluationFailed
from civic.access.azure.values import UNKNOWN, JsonValue, Unknown, Value, is_mapping, is_unknown, lookup

LONGEST = 81_920
"""Signs of one expression ("policy rule limits")."""
DEEPEST = 64
"""Functions in functions."""
MOST_ARGUMENTS = 128
_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z_]\w*)|(?P<sign>[()\[\],.]))")


class ExpressionError(ValueError):
    """An expression that does not parse, or uses what policies may not use."""


@dataclass(frozen=True)
class Scope:
    """What the functions of one evaluation know."""

    parameters: Mapping[str, Value] = field(default_factory=dict)
    """By name, lower case."""
    fields: Callable[[str], Value] = lambda name: UNKNOWN
    current: Callable[[str | None], Value] = lambda name: UNKNOWN
    contexts: Callable[[str], Value] = lambda name: UNKNOWN
    """What ``resourceGroup()``, ``subscription()``, ``policy()`` and the like give, by name in lower case."""


Expression = Callable[[Scope], Value]


def is_expression(value: object) -> bool:
    """Whether a text is an expression: ``[`` first and ``]`` last, and not ``[[``, which is a plain ``[``."""
    return isinstance(value, str) and value.startswith("[") and value.endswith("]") and not value.startswith("[[")


def resolve(value: JsonValue, scope: Scope) -> Value:
    """A value with every expression in it worked out. Raises ``ExpressionError`` and ``EvaluationFailed``."""
    if isinstance(value, str):
        if is_expression(value):
            return compiled(value)(scope)
        return value[1:] if value.startswith("[[") else value
    if is_mapping(value):
        return {key: known(resolve(inner, scope)) for key, inner in value.items()}
    if isinstance(value, list):
        return [known(resolve(inner, scope)) for inner in value]
    return UNKNOWN if is_unknown(value) else value


def prepared(value: JsonValue) -> Expression:
    """The same as ``resolve``, with the work on what is plain done once."""
    if is_plain(value):
        plain = resolve(value, Scope())
        return lambda scope: plain
    return lambda scope: resolve(value, scope)


def is_plain(value: JsonValue) -> bool:
    """Whether no expression is in a value."""
    if isinstance(value, str):
        return not is_expression(value)
    if is_mapping(value):
        return all(map(is_plain, value.values()))
    return all(map(is_plain, value)) if isinstance(value, list) else True


def known(value: Value) -> JsonValue:
    """A value for inside of another one, where what is not known stands as a plan writes it."""
    return template_functions.MARK if isinstance(value, Unknown) else value


@functools.lru_cache(maxsize=8192)
def compiled(text: str) -> Expression:
    """An expression from its text. Raises ``ExpressionError``."""
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression of {len(text)} signs; allowed: {LONGEST}")
    parser = _Parser(text[1:-1])
    expression = parser.value(0)
    parser.end()
    return expression


@functools.lru_cache(maxsize=8192)
def functions_in(text: str) -> int:
    """How many functions an expression calls."""
    return len(re.findall(r"[A-Za-z_]\w*\s*\(", re.sub(r"'(?:[^']|'')*'", "''", text)))


class _Parser:
    def __init__(self, text: str) -> None:
        self._text, self._tokens, self._at = text, self._split(text), 0

    @staticmethod
    def _split(text: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        position, end = 0, len(text.rstrip())
        while position < end:
            match = _TOKEN.match(text, position)
            if not match or not match.lastgroup:
                raise ExpressionError(f"[{text}]: found {text[position : position + 12].strip()!r}; allowed: a function, a text or a number")
            found.append((match.lastgroup, match.group(match.lastgroup)))
            position = match.end()
        return found

    @property
    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "the end")

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _expect(self, sign: str) -> None:
        if self._next[1] != sign:
            raise ExpressionError(f"[{self._text}]: found {self._next[1]}; allowed: {sign!r}")
        self._at += 1

    def end(self) -> None:
        """Nothing follows."""
        if self._next[0] != "end":
            raise ExpressionError(f"[{self._text}]: found {self._next[1]} after the expression; allowed: nothing")

    def value(self, depth: int) -> Expression:
        """A literal, or a function with what is read of its result."""
        kind, text = self._next
        if depth > DEEPEST:
            raise ExpressionError(f"functions nested more than {DEEPEST} deep")
        if kind == "text":
            self._at += 1
            literal = text[1:-1].replace("''", "'")
            return lambda scope: literal
        if kind == "number":
            self._at += 1
            number = float(text) if "." in text else int(text)
            return lambda scope: number
        if kind != "word":
            raise ExpressionError(f"[{self._text}]: found {text}; allowed: a function, a text or a number")
        return self._accessed(self._call(depth), depth)

    def _call(self, depth: int) -> Expression:
        name = self._take()
        self._expect("(")
        arguments: list[Expression] = []
        while self._next[1] != ")":
            arguments.append(self.value(depth + 1))
            if self._next[1] == ",":
                self._at += 1
            elif self._next[1] != ")":
                raise ExpressionError(f"[{self._text}]: found {self._next[1]}; allowed: ',' or ')'")
        self._at += 1
        if len(arguments) > MOST_ARGUMENTS:
            raise ExpressionError(f"{name} has {len(arguments)} arguments; allowed: {MOST_ARGUMENTS}")
        return _function(name, arguments)

    def _accessed(self, expression: Expression, depth: int) -> Expression:
        while self._next[1] in (".", "["):
            if self._take() == ".":
                key: Expression = functools.partial(_constant, self._take())
            else:
                key = self.value(depth + 1)
                self._expect("]")
            expression = functools.partial(_accessed, expression, key)
        return expression


def _constant(text: str, scope: Scope) -> Value:
    return text


def _accessed(of: Expression, key: Expression, scope: Scope) -> Value:
    value, name = of(scope), key(scope)
    if value is UNKNOWN or name is UNKNOWN:
        return UNKNOWN
    if is_mapping(value) and isinstance(name, str):
        if name.lower() not in map(str.lower, value):
            raise EvaluationFailed(f"there is no property {name}")
        return lookup(value, name)
    if isinstance(value, list) and isinstance(name, int) and -len(value) <= name < len(value):
        return UNKNOWN if is_unknown(value[name]) else value[name]
    raise EvaluationFailed(f"{name} cannot be read of {type(value).__name__}")


def _function(name: str, arguments: Sequence[Expression]) -> Expression:
    lowered = name.lower()
    if lowered in template_functions.FORBIDDEN or lowered.startswith("list"):
        raise ExpressionError(f"{name}() may not be used in a policy rule")
    if lowered in ("parameters", "field", "current"):
        return functools.partial(_named, lowered, arguments)
    if lowered in template_functions.CONTEXTS:
        return lambda scope: scope.contexts(lowered)
    if lowered == "if":
        return functools.partial(_if, arguments)
    implemented = template_functions.FUNCTIONS.get(lowered)
    if implemented is None:
        if lowered in template_functions.UNREAD:
            return lambda scope: UNKNOWN
        raise ExpressionError(f"there is no function {name}()")
    return functools.partial(_applied, implemented, arguments)


def _applied(function: Callable[..., Value], arguments: Sequence[Expression], scope: Scope) -> Value:
    values = [argument(scope) for argument in arguments]
    if any(value is UNKNOWN for value in values) and function not in template_functions.LENIENT:
        return UNKNOWN
    try:
        return function(*values)
    except TypeError as error:
        raise EvaluationFailed(str(error)) from None


def _named(kind: str, arguments: Sequence[Expression], scope: Scope) -> Value:
    name = arguments[0](scope) if arguments else None
    if kind == "current":
        return scope.current(name if isinstance(name, str) else None)
    if not isinstance(name, str):
        return UNKNOWN
    if kind == "field":
        return scope.fields(name)
    if name.lower() not in scope.parameters:
        raise EvaluationFailed(f"there is no parameter {name}")
    return scope.parameters[name.lower()]


def _if(arguments: Sequence[Expression], scope: Scope) -> Value:
    if len(arguments) != 3:
        raise EvaluationFailed("if() takes a condition and two values")
    chosen = arguments[0](scope)
    if isinstance(chosen, bool):
        return arguments[1 if chosen else 2](scope)
    return UNKNOWN
