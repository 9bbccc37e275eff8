"""Under which name an application answers."""

import hashlib
import re

LONGEST = 32
"""The shortest limit on the way: a container app's name, of which its host name is made (Microsoft Learn, "Naming rules and restrictions for Azure resources")."""


def label(application: str, organisation: str = "") -> str:
    """First part of an application's host name; of a shared cell's it has the body in it.

    Two pairs never have one label: where the join could be read in two ways, is too long or has
    two hyphens together (which a container app's name may not), a digest of both ends it.
    """
    whole = "-".join(part for part in (application, organisation) if part)
    plain = not organisation or "-" not in application
    if plain and len(whole) <= LONGEST and "--" not in whole:
        return whole
    digest = hashlib.sha256(f"{application}/{organisation}".encode()).hexdigest()[:8]
    return f"{re.sub('-+', '-', whole)[: LONGEST - 9].rstrip('-')}-{digest}"


def host(application: str, domain: str, organisation: str = "") -> str:
    """``<application>.<domain>`` in dedicated hosting; ``<application>-<organisation>.<domain>`` in a shared cell."""
    return f"{label(application, organisation)}.{domain}"
