"""Operators of role assignment conditions.

Source: Microsoft Learn, "Azure role assignment condition format and syntax": Boolean, string, numeric, date and time, GUID and cross product
comparison operators. What is not written there, Azure refuses.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from civic.access.azure.patterns import text_pattern
from civic.access.verdict import Truth

Compare = Callable[[str, str], Truth]
Quantify = Callable[[tuple[str, ...], tuple[str, ...], Compare], Truth]


def _numeric(test: Callable[[int, int], bool]) -> Compare:
    def compare(left: str, right: str) -> Truth:
        try:
            return test(int(left), int(right))
        except ValueError:
            return None

    return compare


def _moment(text: str) -> datetime:
    """``yyyy-mm-ddThh:mm:ss.mmmmmmmZ``: Python reads six digits of a second's fraction, and the seventh is cut off."""
    head, dot, fraction = text.rstrip("Zz").partition(".")
    read = datetime.fromisoformat(f"{head}.{fraction[:6]:0<6}" if dot else head)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _timed(test: Callable[[datetime, datetime], bool]) -> Compare:
    def compare(left: str, right: str) -> Truth:
        try:
            return test(_moment(left), _moment(right))
        except ValueError:
            return None

    return compare


def _folded(test: Callable[[str, str], bool]) -> Compare:
    return lambda left, right: test(left.lower(), right.lower())


def _like(ignore_case: bool) -> Compare:
    return lambda left, right: text_pattern(right, ignore_case).fullmatch(left) is not None


_POSITIVE: Mapping[str, Compare] = {
    "boolequals": _folded(str.__eq__),
    "stringequals": str.__eq__,
    "stringequalsignorecase": _folded(str.__eq__),
    "stringstartswith": str.startswith,
    "stringstartswithignorecase": _folded(str.startswith),
    "stringlike": _like(ignore_case=False),
    "stringlikeignorecase": _like(ignore_case=True),
    "numericequals": _numeric(int.__eq__),
    "numericgreaterthan": _numeric(int.__gt__),
    "numericgreaterthanequals": _numeric(int.__ge__),
    "numericlessthan": _numeric(int.__lt__),
    "numericlessthanequals": _numeric(int.__le__),
    "datetimeequals": _timed(datetime.__eq__),
    "datetimegreaterthan": _timed(datetime.__gt__),
    "datetimegreaterthanequals": _timed(datetime.__ge__),
    "datetimelessthan": _timed(datetime.__lt__),
    "datetimelessthanequals": _timed(datetime.__le__),
    "guidequals": _folded(str.__eq__),
}
_NEGATED: Mapping[str, str] = {
    "boolnotequals": "boolequals",
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotstartswith": "stringstartswith",
    "stringnotstartswithignorecase": "stringstartswithignorecase",
    "stringnotlike": "stringlike",
    "stringnotlikeignorecase": "stringlikeignorecase",
    "numericnotequals": "numericequals",
    "datetimenotequals": "datetimeequals",
    "guidnotequals": "guidequals",
}
"""Operator -> the one that it is the negation of."""


def _negation(compare: Compare) -> Compare:
    def opposite(left: str, right: str) -> Truth:
        result = compare(left, right)
        return None if result is None else not result

    return opposite


COMPARISONS: Mapping[str, Compare] = {**_POSITIVE, **{name: _negation(_POSITIVE[of]) for name, of in _NEGATED.items()}}
"""Every comparison by its name in lower case."""
UNCROSSED = ("bool", "datetime", "stringstartswith", "stringnotstartswith")
"""Begin the names of comparisons that have no cross product form."""


def _any(values: list[Truth]) -> Truth:
    return True if True in values else None if None in values else False


def _all(values: list[Truth]) -> Truth:
    return False if False in values else None if None in values else True


def any_of_any(left: tuple[str, ...], right: tuple[str, ...], compare: Compare) -> Truth:
    """At least one on the left holds against at least one on the right."""
    return _any([compare(one, other) for one in left for other in right])


def all_of_any(left: tuple[str, ...], right: tuple[str, ...], compare: Compare) -> Truth:
    """Every one on the left holds against at least one on the right. Of nothing on the left nothing is documented."""
    return _all([_any([compare(one, other) for other in right]) for one in left]) if left else None


def any_of_all(left: tuple[str, ...], right: tuple[str, ...], compare: Compare) -> Truth:
    """At least one on the left holds against every one on the right."""
    return _any([_all([compare(one, other) for other in right]) for one in left])


def all_of_all(left: tuple[str, ...], right: tuple[str, ...], compare: Compare) -> Truth:
    """Every one on the left holds against every one on the right. Of nothing on the left nothing is documented."""
    return _all([compare(one, other) for one in left for other in right]) if left else None


def single(left: tuple[str, ...], right: tuple[str, ...], compare: Compare) -> Truth:
    """One value against one value. Of several without a cross product nothing is documented."""
    if not left:
        return False if compare in _POSITIVE.values() else None
    return compare(left[0], right[0]) if len(left) == len(right) == 1 else None


QUANTIFIERS: Mapping[str, Quantify] = {
    "": single,
    "foranyofanyvalues": any_of_any,
    "forallofanyvalues": all_of_any,
    "foranyofallvalues": any_of_all,
    "forallofallvalues": all_of_all,
}
"""Cross products by name in lower case."""
