"""Who may enter a tenancy, as what, and until when."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import model_validator

from civic.records.clouds import CloudId
from civic.records.directory import Directory
from civic.records.errors import FieldError
from civic.records.loader import Model
from civic.records.values import Date, Guid

ROLES = ("reader", "operator", "auditor", "break-glass")
PLATFORM_ROLES = ("soc-reader", "operator", "auditor", "break-glass")
BREAK_GLASS_DAYS = 31
"""Days for which break-glass is open at most. The clouds end it by themselves; a new emergency is a new line."""


class Period(Model):
    """One group of a known directory, by its object id: who is in it, and how they sign in, is settled there."""

    group: Guid
    since: Date | None = None
    """First day; from the roll-out on where it says nothing. Break-glass has one."""
    until: Date
    """Last day, which the cloud itself enforces. A year ahead at most is good practice; a day past is a finding."""
    approvers: Guid | None = None
    """Azure: a group of the platform's directory of which somebody says yes whenever the role is activated. It holds for all of the role there."""

    def check_days(self, role: str) -> None:
        """Raises ``FieldError`` where the days do not fit the role."""
        last = date.fromisoformat(self.until)
        if self.since and self.since > self.until:
            raise FieldError(("since",), f"a day that is not after 'until' ({self.until})")
        if role != "break-glass":
            return
        if self.since is None:
            raise FieldError(("since",), f"the first day of break-glass, which is open for {BREAK_GLASS_DAYS} days at most")
        if (last - date.fromisoformat(self.since)).days >= BREAK_GLASS_DAYS:
            raise FieldError(("until",), f"a day less than {BREAK_GLASS_DAYS} days after 'since' ({self.since}): break-glass ends by itself")


class Grant(Period):
    """A group of the body's own directory that may enter its tenancy."""

    role: Literal["reader", "operator", "auditor", "break-glass"]
    cloud: CloudId | None = None
    """On which of the body's clouds, where it has both."""
    guests: Guid | None = None
    """Azure, where the body's directory is not the platform's: the group of the platform's directory in which the members are guests."""

    @model_validator(mode="after")
    def _days_fit(self) -> "Grant":
        self.check_days(self.role)
        return self

    @property
    def principal(self) -> str:
        """The group that the tenancy's cloud knows."""
        return self.guests or self.group


class PlatformGrant(Period):
    """A group of the platform's own directory that may enter the platform's own tenancies."""

    role: Literal["soc-reader", "operator", "auditor", "break-glass"]
    cloud: CloudId

    @model_validator(mode="after")
    def _days_fit(self) -> "PlatformGrant":
        self.check_days(self.role)
        return self


WRITE_DIRECTORY = "'directory: {tenant: ...}' with the id of your Microsoft Entra tenant, or 'issuer' and 'sign_in' of another directory"


def check_asked(where: tuple[str | int, ...], cloud: str, grant: Period) -> None:
    """Raises ``FieldError`` for approvers where the cloud asks nobody."""
    if cloud != "azure" and grant.approvers:
        raise FieldError((*where, "approvers"), "nothing: AWS asks nobody when a role is entered; days and groups bind it")


def check_known(directory: Directory | None, grants: Sequence[tuple[int, str, Grant]]) -> None:
    """Raises ``FieldError`` for a group of no directory that is known. ``grants``: place in the list, cloud, grant."""
    for number, cloud, grant in grants:
        if directory is None:
            raise FieldError(("access", number, "group"), f"a group of a directory that is known: write {WRITE_DIRECTORY}, above 'access'")
        if cloud == "azure" and directory.tenant is None:
            raise FieldError(
                ("access", number, "group"),
                "a group of a Microsoft Entra tenant, since people enter Azure from no other directory: write 'directory: {tenant: ...}'",
            )
        check_asked(("access", number), cloud, grant)
        if cloud != "azure" and grant.guests:
            raise FieldError(("access", number, "guests"), "nothing: people enter AWS from the body's own directory, and are nobody's guests")
