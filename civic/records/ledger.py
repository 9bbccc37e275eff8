"""The ledger: what a body has been given and keeps. Entries are added at the end and never changed."""

from ipaddress import IPv4Network
from typing import Literal

from civic.records.loader import Model
from civic.records.values import Date, Range


class Entry(Model):
    """A range given to the body, or withdrawn from it (exactly one of the two)."""

    given: Range | None = None
    withdrawn: Range | None = None
    cloud: Literal["aws", "azure"]
    region: str
    on: Date
    because: str = ""


class Ledger(Model):
    """``estate/ledger/<slug>.yaml``."""

    entries: tuple[Entry, ...] = ()

    def held(self) -> tuple[Entry, ...]:
        """What is given and not withdrawn, in the order it was given."""
        held: list[Entry] = []
        for entry in self.entries:
            if entry.given:
                held.append(entry)
            else:
                held = [e for e in held if (e.given, e.cloud, e.region) != (entry.withdrawn, entry.cloud, entry.region)]
        return tuple(held)

    def range(self, cloud: str, region: str) -> IPv4Network | None:
        """The body's range on this cloud in this region, if it holds one."""
        ranges = [IPv4Network(e.given) for e in self.held() if e.given and (e.cloud, e.region) == (cloud, region)]
        return ranges[-1] if ranges else None
