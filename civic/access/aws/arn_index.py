"""ARNs to be found by the patterns of ``Resource`` without trying each on each."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from civic.access.aws.patterns import resource_glob
from civic.plan.wire import HIDDEN, UNKNOWNS

_OPEN = re.compile(r"\$\{[^}]*\}|" + "|".join(re.escape(text) for text in sorted((*UNKNOWNS, HIDDEN))))
_WILD = re.compile(r"[*?]")
_LAST = "\U0010ffff"
EVERYTHING = "*"


def opened_pattern(text: str) -> str:
    """A pattern with a star for every variable and for what is not known yet."""
    return _OPEN.sub("*", text)


def example(pattern: str, account: str, region: str) -> str:
    """An ARN that a pattern covers, for something that does not exist yet."""
    parts = opened_pattern(pattern).split(":", 5)
    if len(parts) < 6:
        return EVERYTHING
    for number, given in ((3, region), (4, account)):
        if _WILD.search(parts[number]):
            parts[number] = given
    return ":".join([*parts[:5], _WILD.sub("new", parts[5])])


class ArnIndex:
    """ARNs by account and by how their last part begins."""

    def __init__(self, arns: Iterable[str]) -> None:
        self.all = tuple(sorted(arns))
        self._everywhere = _sorted(self.all)
        accounts: dict[str, list[str]] = {}
        for arn in self.all:
            accounts.setdefault(_account(arn), []).append(arn)
        self._by_account = {account: _sorted(found) for account, found in accounts.items()}

    def covered(self, patterns: Iterable[str], account: str = "") -> Iterator[str]:
        """ARNs that one of the patterns covers; of one account alone where it is given. Each once."""
        seen: set[str] = set()
        for pattern in patterns:
            for arn in self._covered(opened_pattern(pattern), account):
                if arn not in seen:
                    seen.add(arn)
                    yield arn

    def _covered(self, pattern: str, account: str) -> Iterator[str]:
        parts = pattern.split(":", 5)
        named = parts[4] if len(parts) == 6 and not _WILD.search(parts[4]) else ""
        where = account or named
        pool = self._by_account.get(where, []) if where else self._everywhere
        begin = _WILD.split(parts[5], maxsplit=1)[0] if len(parts) == 6 else ""
        shape = None if pattern == EVERYTHING else resource_glob(pattern)
        for place in range(bisect_left(pool, (begin, "")), len(pool)):
            tail, arn = pool[place]
            if not tail.startswith(begin):
                return
            if shape is None or shape.fullmatch(arn):
                yield arn


def _account(arn: str) -> str:
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 else ""


def _sorted(arns: Iterable[str]) -> list[tuple[str, str]]:
    return sorted((arn.split(":", 5)[-1], arn) for arn in arns)
