"""The ledger: what a body has been given and keeps. Entries are added at the end and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from civic.records.clouds import CloudId
from civic.records.errors import FieldError
from civic.records.loader import Model
from civic.records.phone_numbers import how_many, span
from civic.records.values import Date, Host, Key, Name, NumberRange, Range, Region, Slug, TenancyId, matching

ONE_OF_TWO = ConfigDict(
    json_schema_extra={"oneOf": [{"required": ["given"]}, {"required": ["withdrawn"]}], "dependentRequired": {"withdrawn": ["because"]}}
)
"""For editors: each entry's validator is what decides."""


SealText = Annotated[str, matching(r"([0-9a-f]{4}(-[0-9a-f]{4}){3})?", "a seal as 'civic ledger seal' writes it")]


class SealedEntry(Model):
    """An entry of any list: what it says, and the seal that shows that nobody has rewritten it since (``civic.records.seals``)."""

    seal: SealText = ""
    """Written by the commands that add entries; never by hand."""


class Entry(SealedEntry):
    """A range given to the body, or withdrawn from it (exactly one of the two)."""

    model_config = ONE_OF_TWO

    given: Range | None = None
    withdrawn: Range | None = None
    cloud: CloudId
    region: Region
    on: Date
    because: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> "Entry":
        if (self.given is None) == (self.withdrawn is None):
            raise ValueError("an entry with either 'given' or 'withdrawn'")
        if self.withdrawn and not self.because:
            raise FieldError(("because",), "the reason for which the range is withdrawn")
        return self


class CellEntry(SealedEntry):
    """The shared hosting cell that the body lives in on one cloud. It never moves."""

    cell: Key
    cloud: CloudId
    on: Date


class TenancyEntry(SealedEntry):
    """The month in which the body's tenancy on one cloud begins, where that is another than the one in which it was given its first range there.

    Its budget counts from then. It may begin later while it is not deployed, and never earlier.
    """

    cloud: CloudId
    begins: Date
    """First day of a month."""
    on: Date

    @model_validator(mode="after")
    def _first_day(self) -> "TenancyEntry":
        if not self.begins.endswith("-01"):
            raise FieldError(("begins",), f"the first day of a month, such as {self.begins[:8]}01")
        return self


class ListenerEntry(SealedEntry):
    """The place of one application in its cell's listener. No other application ever has it."""

    application: Slug
    cloud: CloudId
    cell: Key
    priority: int = Field(ge=1, le=50_000)
    """Priority of an Application Load Balancer's rule (1 to 50,000)."""
    on: Date


class NumberEntry(SealedEntry):
    """Telephone numbers given to the body, or withdrawn from it (exactly one of the two)."""

    model_config = ONE_OF_TWO

    given: NumberRange | None = None
    withdrawn: NumberRange | None = None
    holder: Name
    """Who holds the numbers from the regulator: the carrier, or the body itself."""
    on: Date
    because: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> "NumberEntry":
        if (self.given is None) == (self.withdrawn is None):
            raise ValueError("an entry with either 'given' or 'withdrawn'")
        if self.withdrawn and not self.because:
            raise FieldError(("because",), "the reason for which the numbers are withdrawn")
        return self


class DeployedEntry(SealedEntry):
    """What the body's landing zone on one cloud was deployed with, and no edit of its record changes any more. ``civic publish`` writes it."""

    cloud: CloudId
    zones: int = Field(ge=2, le=3)
    """Zones of its network: more may come, and none goes."""
    backup_days: int = Field(ge=1, le=36_500)
    """Days for which its backups are kept: more may come, and never fewer."""
    placement: Literal["shared", "dedicated"] | None = None
    """Where its applications run; nothing while it has no hosting."""
    domain: Host | None = None
    """Domain of its dedicated hosting."""
    tenancy: TenancyId | Literal["vended"] | None = None
    """The account or Azure subscription that was there before it joined, or that its own was vended; nothing where an older entry does not say."""
    on: Date


@dataclass(frozen=True)
class HeldNumbers:
    """A range of numbers that a body holds."""

    numbers: str
    holder: str
    on: str
    """Day since when."""


def _held(entries: Sequence[NumberEntry]) -> tuple[HeldNumbers, ...]:
    held: list[HeldNumbers] = []
    for entry in entries:
        if entry.given:
            held.append(HeldNumbers(entry.given, entry.holder, entry.on))
        elif entry.withdrawn:
            gone = span(entry.withdrawn)
            held = [replace(each, numbers=str(part)) for each in held for part in span(each.numbers).without(gone)]
    return tuple(held)


def other_holder(entries: Sequence[NumberEntry], numbers: str, holder: str) -> str:
    """Who else held any of the numbers from the regulator before, of all that ``entries`` ever named; empty for nobody."""
    wanted = span(numbers)
    return next((each.holder for each in entries if each.given and each.holder != holder and wanted.overlaps(span(each.given))), "")


class Ledger(Model):
    """``estate/ledger/<slug>.yaml``."""

    entries: tuple[Entry, ...] = ()
    """Address ranges."""
    cells: tuple[CellEntry, ...] = ()
    listeners: tuple[ListenerEntry, ...] = ()
    numbers: tuple[NumberEntry, ...] = ()
    tenancies: tuple[TenancyEntry, ...] = ()
    deployed: tuple[DeployedEntry, ...] = ()

    @model_validator(mode="after")
    def _tenancies_begin_later(self) -> "Ledger":
        begun: dict[str, str] = {}
        for number, entry in enumerate(self.tenancies):
            if entry.begins <= begun.get(entry.cloud, ""):
                raise FieldError(("tenancies", number, "begins"), f"a month after {begun[entry.cloud][:7]}, which an entry above gives")
            begun[entry.cloud] = entry.begins
        return self

    @model_validator(mode="after")
    def _each_place_once(self) -> "Ledger":
        homes: set[str] = set()
        for number, entry in enumerate(self.cells):
            if entry.cloud in homes:
                raise FieldError(("cells", number, "cloud"), "one cell on each cloud: a body never moves from one to another")
            homes.add(entry.cloud)
        places: set[tuple[str, str]] = set()
        for number, entry in enumerate(self.listeners):
            if (entry.cloud, entry.application) in places:
                raise FieldError(("listeners", number, "application"), "one place for each application on each cloud")
            places.add((entry.cloud, entry.application))
        return self

    @model_validator(mode="after")
    def _numbers_come_and_go_once(self) -> "Ledger":
        for number, entry in enumerate(self.numbers):
            above = self.numbers[:number]
            wanted, held = span(entry.given or entry.withdrawn or ""), _held(above)
            count = sum(span(each.numbers).shared_with(wanted) for each in held)
            if entry.withdrawn and count < how_many(entry.withdrawn):
                raise FieldError(("numbers", number, "withdrawn"), "numbers given by entries above and not yet withdrawn")
            if entry.given and count:
                raise FieldError(("numbers", number, "given"), "numbers that the body does not hold already")
            if entry.given and (holder := other_holder(above, entry.given, entry.holder)):
                raise FieldError(("numbers", number, "holder"), f"'{holder}', who held them before")
        return self

    @model_validator(mode="after")
    def _withdraws_what_it_holds(self) -> "Ledger":
        held: set[tuple[str | None, str, str]] = set()
        for number, entry in enumerate(self.entries):
            key = (entry.given or entry.withdrawn, entry.cloud, entry.region)
            if entry.given:
                held.add(key)
            elif key not in held:
                raise FieldError(("entries", number, "withdrawn"), "a range given by an entry above and not yet withdrawn")
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

    def ranges(self, cloud: str, region: str) -> tuple[IPv4Network, ...]:
        """The body's ranges on this cloud in this region, in the order in which they were given."""
        return tuple(IPv4Network(e.given) for e in self.held() if e.given and (e.cloud, e.region) == (cloud, region))

    def range(self, cloud: str, region: str) -> IPv4Network | None:
        """The range of the body's network there, if it holds one: the first. One that was given later stands beside it, and replaces nothing."""
        return next(iter(self.ranges(cloud, region)), None)

    def begins(self, cloud: str) -> str:
        """First day of the month in which the body's tenancy on this cloud begins; empty where it was never given anything there."""
        told = [entry.begins for entry in self.tenancies if entry.cloud == cloud]
        given = [f"{entry.on[:8]}01" for entry in self.entries if entry.given and entry.cloud == cloud]
        return told[-1] if told else min(given, default="")

    def cell(self, cloud: str) -> str:
        """The body's cell on this cloud; empty where it has none."""
        return next((entry.cell for entry in self.cells if entry.cloud == cloud), "")

    def fixed(self, cloud: str) -> DeployedEntry | None:
        """What the body was deployed with on this cloud, as it was published last; nothing where it never was."""
        told = [entry for entry in self.deployed if entry.cloud == cloud]
        return told[-1] if told else None

    def priority(self, cloud: str, application: str) -> int | None:
        """The listener priority of an application in the body's cell."""
        return next((entry.priority for entry in self.listeners if (entry.cloud, entry.application) == (cloud, application)), None)

    def number_ranges(self) -> tuple["HeldNumbers", ...]:
        """What is given and not withdrawn, in the order it was given. Of a range that is withdrawn in part, what is left."""
        return _held(self.numbers)

    def numbers_held(self) -> tuple[str, ...]:
        """The ranges of ``number_ranges`` alone."""
        return tuple(held.numbers for held in self.number_ranges())
