"""Fills the catalogue's templates for one resource."""

from collections.abc import Mapping

from civic.catalogue import Row
from civic.catalogue.templates import filled
from civic.simulator.digests import digest, digits, guid


class _Hash:
    """``{hash:.17}`` of a resource; ``{hash:default.17}`` of what it brings along."""

    def __init__(self, urn: str, *, capitals: bool = False) -> None:
        self._urn, self._capitals = urn, capitals

    def __format__(self, spec: str) -> str:
        part, _, length = spec.rpartition(".")
        text = digest(self._urn, *filter(None, (part,)), length=int(length))
        return text.upper() if self._capitals else text


class _Digits:
    def __init__(self, urn: str) -> None:
        self._urn = urn

    def __format__(self, spec: str) -> str:
        return digits(self._urn, length=int(spec))


class _Guid:
    def __init__(self, urn: str) -> None:
        self._urn = urn

    def __format__(self, spec: str) -> str:
        return guid(self._urn, spec)


class Shapes(dict[str, object]):
    """The words of a row's templates: the row's other templates, what is known of the resource, and where it is made."""

    def __init__(self, row: Row | None, urn: str, known: Mapping[str, object]) -> None:
        """A word that is not known becomes ``None`` in a text, which the simulated clouds refuse where an id is wanted."""
        chance = {"hash": _Hash(urn), "HASH": _Hash(urn, capitals=True), "digits": _Digits(urn), "guid": _Guid(urn)}
        super().__init__({**known, **chance})
        self._templates = {**row.outputs} if row else {}
        if row and row.id is not None:
            self._templates["id"] = row.id
        if row and row.arn is not None:
            self._templates["arn"] = row.arn

    def __getitem__(self, name: str) -> object:
        template = self._templates.get(name)
        return filled(template, self) if template is not None else self.get(name)

    def text(self, name: str) -> str | None:
        """The filled template of a column or an output; None where the row has none."""
        return str(self[name]) if name in self._templates else None

    def outputs(self, row: Row | None) -> dict[str, str]:
        return {name: str(self[name]) for name in row.outputs} if row else {}
