"""The language of conditions: text to a function. Source: as in ``conditions``."""

import functools
import re
from dataclasses import dataclass

from civic.access.azure.conditions import Asked, Condition, Operand
from civic.access.azure.operators import COMPARISONS, QUANTIFIERS, UNCROSSED
from civic.access.verdict import Truth, joined_by_and, joined_by_or, negated

LONGEST = 8 * 1024
"""Signs of one condition (Microsoft Learn, "Azure RBAC limits": size of a role assignment condition, 8 KB)."""
_TOKEN = re.compile(
    r"""\s*(?:(?P<attribute>@(?P<source>\w+)\[(?P<key>[^\]]+)\])
    |(?P<text>'(?:[^'\\]|\\.)*')|(?P<guid>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b)
    |(?P<number>-?\d+\b)|(?P<word>[A-Za-z]\w*(?::\w+)?)|(?P<sign>&&|\|\||[!(){},]))""",
    re.VERBOSE,
)
_SOURCES = ("request", "resource", "principal", "environment")
_WORDS = {"&&": "AND", "||": "OR", "!": "NOT", "and": "AND", "or": "OR", "not": "NOT"}
_FUNCTIONS = ("actionmatches", "suboperationmatches")


class ConditionError(ValueError):
    """A condition that does not parse. The message says what was found, and what is allowed."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


@functools.lru_cache(maxsize=4096)
def parse(text: str) -> Condition:
    """A condition from its text. Raises ``ConditionError``."""
    if len(text) > LONGEST:
        raise ConditionError(f"found {len(text)} signs; allowed: {LONGEST}")
    parser = _Parser(_tokens(text))
    condition = parser.expression()
    parser.expect("end", "AND, OR or the end")
    return condition


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if not match:
            raise ConditionError(
                f"at sign {position + 1}: found {text[position : position + 20].strip()!r}; allowed: an attribute, operator or value"
            )
        kind = match.lastgroup if match.lastgroup in ("text", "guid", "number", "word", "sign") else "attribute"
        word = match.group(kind)
        spoken = _WORDS.get(word) or _WORDS.get(word.lower(), word)
        found.append(_Token("logic" if spoken in ("AND", "OR", "NOT") else kind, spoken, match.start(kind) + 1))
        position = match.end()
    found.append(_Token("end", "the end", len(text) + 1))
    return found


class _Parser:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at = tokens, 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _wrong(self, allowed: str) -> ConditionError:
        return ConditionError(f"at sign {self._next.place}: found {self._next.text}; allowed: {allowed}")

    def expect(self, text: str, allowed: str) -> None:
        """The next token is this sign, or of this kind."""
        if text not in (self._next.text, self._next.kind):
            raise self._wrong(allowed)
        self._at += 1

    def expression(self) -> Condition:
        """Terms joined by AND alone or by OR alone; both together need parentheses."""
        terms = [self._term()]
        joint = self._next.text if self._next.kind == "logic" else ""
        while self._next.kind == "logic":
            if self._next.text != joint or joint == "NOT":
                raise self._wrong(f"{joint} or the end; parentheses say whether AND or OR comes first" if joint != "NOT" else "AND, OR or the end")
            self._take()
            terms.append(self._term())
        if len(terms) == 1:
            return terms[0]
        return joined_by_and(terms) if joint == "AND" else joined_by_or(terms)

    def _term(self) -> Condition:
        if self._next.text == "NOT" and self._next.kind == "logic":
            self._take()
            inner = self._term()
            return lambda asked: negated(inner(asked))
        if self._next.text == "(" and self._next.kind == "sign":
            self._take()
            inner = self.expression()
            self.expect(")", "')'")
            return inner
        word = self._next.text.lower() if self._next.kind == "word" else ""
        if word in _FUNCTIONS:
            return self._function(word)
        if word == "exists":
            self._take()
            return self._exists()
        return self._comparison()

    def _function(self, name: str) -> Condition:
        self._take()
        opening = self._next.text
        if opening not in ("{", "("):
            raise self._wrong("'{' and an action in quotes")
        self._take()
        if self._next.kind != "text":
            raise self._wrong("an action in quotes")
        pattern = _unquoted(self._take().text)
        self.expect("}" if opening == "{" else ")", "the closing bracket")
        return (lambda asked: asked.does(pattern)) if name == "actionmatches" else (lambda asked: asked.is_suboperation(pattern))

    def _exists(self) -> Condition:
        key = self._attribute()

        def exists(asked: Asked) -> Truth:
            values = asked.values(key)
            return None if values is None else bool(values)

        return exists

    def _attribute(self) -> str:
        if self._next.kind != "attribute":
            raise self._wrong("an attribute, such as @Resource[...]")
        token = self._take()
        source = token.text[1:].partition("[")[0].lower()
        if source not in _SOURCES:
            raise ConditionError(f"at sign {token.place}: found @{source}; allowed: @Request, @Resource, @Principal, @Environment")
        return token.text.lower()

    def _comparison(self) -> Condition:
        left = self._operand()
        if self._next.kind != "word":
            raise self._wrong("an operator")
        token = self._take()
        quantifier, _, operator = token.text.lower().rpartition(":")
        compare, quantify = COMPARISONS.get(operator), QUANTIFIERS.get(quantifier)
        if compare is None or quantify is None or (quantifier and operator.startswith(UNCROSSED)):
            raise ConditionError(
                f"at sign {token.place}: there is no operator {token.text}; allowed: such as StringEquals, ForAnyOfAnyValues:GuidEquals"
            )
        right = self._operand()

        def holds(asked: Asked) -> Truth:
            one, other = left(asked), right(asked)
            return None if one is None or other is None else quantify(one, other, compare)

        return holds

    def _operand(self) -> Operand:
        token = self._next
        if token.kind == "attribute":
            key = self._attribute()
            return lambda asked: asked.values(key)
        if token.text == "{" and token.kind == "sign":
            values = self._set()
        elif token.kind in ("text", "guid", "number") or token.text.lower() in ("true", "false"):
            values = (_unquoted(self._take().text),)
        else:
            raise self._wrong("an attribute, a value or a set of values")
        return lambda asked: values

    def _set(self) -> tuple[str, ...]:
        self._take()
        found: list[str] = []
        while True:
            if self._next.kind not in ("text", "guid", "number"):
                raise self._wrong("a value: text in quotes, a GUID or a number")
            found.append(_unquoted(self._take().text))
            if self._next.text == "}":
                self._take()
                return tuple(found)
            self.expect(",", "',' or '}'")


def _unquoted(text: str) -> str:
    return text[1:-1].replace("\\'", "'") if text.startswith("'") else text
