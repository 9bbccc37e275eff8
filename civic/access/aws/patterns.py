"""Wildcards and policy variables, compiled once.

IAM User Guide: "IAM JSON policy elements: Resource" (wildcards in ARNs), "IAM policy elements: Variables and tags" (variables, default values,
``${*}``, ``${?}``, ``${$}``), "ARN condition operators".
"""

import re
from collections.abc import Callable
from functools import lru_cache

from civic.access.verdict import Truth
from civic.plan.wire import HIDDEN, UNKNOWNS

Values = Callable[[str], "tuple[str, ...] | bool | None"]
"""What a request says of a condition key (small letters): its values; ``None`` where the key is absent; ``False`` where it cannot be known."""

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_INSIDE = re.compile(r"^(?P<key>[^,']+?)\s*(?:,\s*'(?P<default>[^']*)')?\s*$")
_UNKNOWN = re.compile("|".join(re.escape(text) for text in sorted((*UNKNOWNS, HIDDEN))))
_STAND_INS = {"*": "\ue000", "?": "\ue001", "$": "\ue002"}
"""For signs that are meant literally, while a text is still a pattern."""


class Missing(Exception):
    """A policy variable whose key the request does not carry (or has several values of), without a default."""


class NotKnown(Exception):
    """A policy variable whose key cannot be known; the argument is the key."""


def has_unknown(text: str) -> bool:
    """Whether a part of it is known only after deploying."""
    return _UNKNOWN.search(text) is not None


def has_variable(text: str) -> bool:
    return "${" in text


def _body(part: str, several: str = ".*", one: str = ".") -> str:
    signs = {"*": several, "?": one}
    return "".join(signs.get(sign) or re.escape(sign) for sign in part)


def _compiled(body: str, fold: bool = False) -> re.Pattern[str]:
    for sign, stand_in in _STAND_INS.items():
        body = body.replace(stand_in, re.escape(sign))
    return re.compile(body, re.DOTALL | (re.IGNORECASE if fold else 0))


@lru_cache(maxsize=1 << 16)
def glob(pattern: str, fold: bool = False) -> re.Pattern[str]:
    """``*`` any characters, ``?`` one, the rest literal."""
    return _compiled(_body(pattern), fold)


@lru_cache(maxsize=1 << 16)
def resource_glob(pattern: str) -> re.Pattern[str]:
    """A pattern of ``Resource``.

    A star inside one of an ARN's first five parts stays in it; one that ends a part may reach beyond its colon. What has fewer than six parts
    stands for every ARN that begins so.
    """
    if not pattern.startswith("arn:"):
        return glob(pattern)
    *early, last = pattern.split(":", 5)
    short = len(early) < 5
    parts = [_body(part.rstrip("*"), "[^:]*", "[^:]") + (".*" if part.endswith("*") else "") for part in early]
    return _compiled(":".join([*parts, _body(last)]) + ("(?::.*)?" if short else ""))


@lru_cache(maxsize=1 << 16)
def arn_glob(pattern: str) -> re.Pattern[str]:
    """A pattern of ``ArnLike`` and ``ArnEquals``: each of the six parts is compared on its own."""
    *early, last = pattern.split(":", 5)
    return _compiled(":".join([*(_body(part, "[^:]*", "[^:]") for part in early), _body(last)]))


def substituted(text: str, values: Values) -> str:
    """The text with a value for each variable, its stars meant literally: they came from a name or a tag, not from who wrote the policy.

    Raises:
        Missing: the request does not carry the key, and there is no default.
        NotKnown: the key cannot be known.
    """

    def put_in(match: re.Match[str]) -> str:
        inside = match.group(1)
        if inside in _STAND_INS:
            return _STAND_INS[inside]
        parsed = _INSIDE.match(inside)
        if not parsed:
            raise Missing(inside)
        key = parsed["key"].lower()
        found = values(key)
        if isinstance(found, bool):
            raise NotKnown(key)
        if found is None and parsed["default"] is not None:
            return _literal(parsed["default"])
        if found is None or len(found) != 1:
            raise Missing(key)
        return _literal(found[0])

    return _VARIABLE.sub(put_in, text)


def restored(text: str) -> str:
    """The substituted text as people write it."""
    for sign, stand_in in _STAND_INS.items():
        text = text.replace(stand_in, sign)
    return text


def _literal(value: str) -> str:
    for sign, stand_in in _STAND_INS.items():
        value = value.replace(sign, stand_in)
    return value


class ResourcePattern:
    """One entry of ``Resource`` or ``NotResource``."""

    __slots__ = ("_exact", "_plain", "_prefix", "_shape", "_unknown", "_variable", "text")

    def __init__(self, text: str, variables: bool) -> None:
        """``variables``: whether the document's version has them."""
        self.text = text
        self._variable = variables and has_variable(text)
        self._unknown = has_unknown(text)
        plain = _UNKNOWN.sub("*", text)
        short = plain.startswith("arn:") and plain.count(":") < 5
        stem = plain[:-1] if plain.endswith("*") else plain
        tame = not short and "*" not in stem and "?" not in stem
        self._exact = plain if tame and stem == plain else None
        self._prefix = stem if tame and stem != plain else None
        self._plain = plain
        self._shape: re.Pattern[str] | None = None
        """Made when it is first needed: most statements are never asked about."""

    def matches(self, resource: str, values: Values) -> Truth:
        """Whether it covers a resource. Raises ``NotKnown`` for a variable that cannot be known."""
        if self._variable:
            try:
                found = resource_glob(substituted(_UNKNOWN.sub("*", self.text), values)).fullmatch(resource) is not None
            except Missing:
                return False
        elif self._prefix is not None:
            found = resource.startswith(self._prefix)
        elif self._exact is not None:
            found = resource == self._exact
        else:
            self._shape = shape = self._shape or resource_glob(self._plain)
            found = shape.fullmatch(resource) is not None
        return None if found and self._unknown else found


class ActionPatterns:
    """All entries of one ``Action`` or ``NotAction``; shared by every statement that has the same ones."""

    __slots__ = ("_answers", "_everything", "_exact", "_wild", "negated", "texts")

    def __init__(self, texts: tuple[str, ...], negated: bool) -> None:
        self.texts = texts
        self.negated = negated
        lowered = [text.lower() for text in texts]
        self._everything = any(text in ("*", "*:*") for text in lowered)
        self._exact = frozenset(text for text in lowered if "*" not in text and "?" not in text)
        self._wild = tuple(glob(text) for text in lowered if "*" in text or "?" in text)
        self._answers: dict[str, bool] = {}

    def cover(self, action: str) -> bool:
        """Whether they speak of an action, which is given in small letters."""
        answer = self._answers.get(action)
        if answer is None:
            found = self._everything or action in self._exact or any(wild.fullmatch(action) for wild in self._wild)
            answer = self._answers[action] = found != self.negated
        return answer


@lru_cache(maxsize=1 << 14)
def action_patterns(texts: tuple[str, ...], negated: bool) -> ActionPatterns:
    return ActionPatterns(texts, negated)


@lru_cache(maxsize=1 << 17)
def resource_pattern(text: str, variables: bool) -> ResourcePattern:
    return ResourcePattern(text, variables)
