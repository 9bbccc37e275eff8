"""Kinds of body. A kind chooses sizes, so that a small body's record stays short.

To add a kind, add a line here; JSON Schemas follow with ``civic schema``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """What a body of this kind gets unless its record says otherwise."""

    id: str
    title: str
    register_types: tuple[str, ...]
    """How registers of public bodies call it."""
    prefix: int
    """Length of the prefix of its address range on each cloud."""
    zones: int
    backup_days: int
    endpoints: tuple[str, ...]
    """Provider services reached privately, by the names of ``components``: ``kms``, ``logs`` ..."""
    budget: int
    """Monthly budget of each tenancy until the body sets its own. It stops nothing: it says when to look."""


SMALL = ("kms", "logs")
LARGE = ("kms", "logs", "secretsmanager", "ssm", "sts")

KINDS = {
    kind.id: kind
    for kind in (
        Kind("district-council", "District council", ("district council",), 22, 2, 35, SMALL, 2000),
        Kind("county-council", "County council", ("county council",), 21, 3, 35, LARGE, 10000),
        Kind("unitary", "Unitary council", ("unitary authority",), 21, 2, 35, LARGE, 10000),
        Kind("metropolitan-district", "Metropolitan district", ("metropolitan district",), 21, 2, 35, LARGE, 10000),
        Kind("london-borough", "London borough", ("london borough",), 21, 2, 35, LARGE, 10000),
        Kind("city-corporation", "City corporation", ("city corporation",), 21, 2, 35, LARGE, 10000),
        Kind("scottish-council", "Scottish council", ("scottish council",), 21, 2, 35, LARGE, 10000),
        Kind("welsh-council", "Welsh council", ("welsh unitary",), 21, 2, 35, LARGE, 10000),
        Kind("ni-district", "Northern Ireland district council", ("ni district",), 22, 2, 35, SMALL, 2000),
        Kind("department", "Department of state", (), 20, 3, 90, LARGE, 10000),
        Kind("agency", "Executive agency", (), 21, 3, 35, LARGE, 10000),
        Kind("public-body", "Other public body", (), 22, 2, 35, SMALL, 2000),
    )
}
