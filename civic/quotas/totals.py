"""All stacks together: what is taken of each quota in each place, what is over, and what binds first as bodies join."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from civic.catalogue import Quota, row
from civic.quotas.usage import Used

PLATFORM = "platform"


@dataclass(frozen=True)
class Total:
    """One quota in one place."""

    type: str
    quota: Quota
    place: str
    used: int
    """With what the cloud has taken itself."""
    bodies: int
    """Bodies whose stacks take of it. What the platform's own stacks take because of bodies cannot be told from their plans."""
    of_bodies: int
    """What those stacks take."""

    @property
    def share(self) -> float:
        return self.used / self.quota.limit

    @property
    def over(self) -> bool:
        return self.used > self.quota.limit

    @property
    def room(self) -> int | None:
        """How many more bodies like those that are here it lasts for; None where no body shares it with another."""
        if self.bodies < 2 or self.quota.scope == "resource":
            return None
        return max(0, math.floor((self.quota.limit - self.used) * self.bodies / self.of_bodies))

    @property
    def request(self) -> int | None:
        """What to ask the cloud for: enough for twice the bodies, or what is used. None where there is no need, or no asking."""
        short = self.over or (self.room is not None and self.room < self.bodies) or self.share >= 0.8
        return self.used + (self.of_bodies if self.room is not None else 0) if self.quota.adjustable and short and self._more_than_limit else None

    @property
    def _more_than_limit(self) -> bool:
        return self.used + (self.of_bodies if self.room is not None else 0) > self.quota.limit

    @property
    def refused(self) -> bool:
        """It is over, and no asking helps."""
        return self.over and not self.quota.adjustable


def totals(used: Iterable[Used]) -> list[Total]:
    """What is taken, what binds first at the head: what is over, then by how many bodies it lasts for, then by share."""
    by_place: dict[tuple[str, str, str], list[Used]] = {}
    for each in used:
        by_place.setdefault((each.type, each.quota, each.place), []).append(each)
    found = [_total(token, _quota(token, name), place, parts) for (token, name, place), parts in by_place.items()]
    return sorted(found, key=lambda total: (not total.over, math.inf if total.room is None else total.room, -total.share, total.type, total.place))


def _total(token: str, quota: Quota, place: str, parts: Sequence[Used]) -> Total:
    # The name of a stack begins with whose it is.
    of_bodies = {each.stack.split("-aws-")[0].split("-azure-")[0]: each.amount for each in parts if not each.stack.startswith(f"{PLATFORM}-")}
    taken = sum(each.amount for each in parts if not each.stack.startswith(f"{PLATFORM}-"))
    return Total(token, quota, place, quota.before + sum(each.amount for each in parts), len(of_bodies), taken)


def _quota(token: str, name: str) -> Quota:
    known = row(token)
    return next(quota for quota in (known.quotas if known else ()) if quota.name == name)
