"""The ledger: what a body has been given and keeps. Entries are added at the end and never changed."""

from ipaddress import IPv4Network
from typing import Literal

from pydantic import model_validator

from civic.records.errors import Wrong
from civic.records.loader import Model
from civic.records.values import Date, Range, Region


class Entry(Model):
    """A range given to the body, or withdrawn from it (exactly one of the two)."""

    given: Range | None = None
    withdrawn: Range | None = None
    cloud: Literal["aws", "azure"]
    region: Region
    on: Date
    because: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> "Entry":
        if (self.given is None) == (self.withdrawn is None):
            raise ValueError("an entry with either 'given' or 'withdrawn'")
        if self.withdrawn and not self.because:
            raise Wrong(("because",), "the reason for which the range is withdrawn")
        return self


class Ledger(Model):
    """``estate/ledger/<slug>.yaml``."""

    entries: tuple[Entry, ...] = ()

    @model_validator(mode="after")
    def _withdraws_what_it_holds(self) -> "Ledger":
        held: set[tuple[str | None, str, str]] = set()
        for number, entry in enumerate(self.entries):
            key = (entry.given or entry.withdrawn, entry.cloud, entry.region)
            if entry.given:
                held.add(key)
            elif key not in held:
                raise Wrong(("entries", number, "withdrawn"), "a range given by an entry above and not yet withdrawn")
            else:
                held.discard(key)
        return self

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
