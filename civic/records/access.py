"""Who of a body may enter its tenancy, as what, and until when."""

from typing import Literal

from civic.records.clouds import CloudId
from civic.records.loader import Model
from civic.records.values import Date, Guid

ROLES = ("reader", "operator", "auditor", "break-glass")


class Grant(Model):
    """One group of the directory, by its object id: who is in it, and how they sign in, is settled there."""

    role: Literal["reader", "operator", "auditor", "break-glass"]
    group: Guid
    cloud: CloudId | None = None
    """Which cloud's directory the group is of, where the body has both."""
    until: Date
    """Day after which nobody has this any more. A year ahead at most is good practice; a day past is a finding."""
