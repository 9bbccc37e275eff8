"""Under which name an application answers."""

import hashlib

LONGEST = 32
"""The shortest limit on the way: a container app's name, of which its host name is made (Microsoft Learn, "Naming rules and restrictions for Azure resources")."""


def label(application: str, organisation: str = "") -> str:
    """First part of an application's host name; of a shared cell's it has the body in it. Cut and hashed where it would be too long."""
    whole = "-".join(part for part in (application, organisation) if part)
    if len(whole) <= LONGEST:
        return whole
    digest = hashlib.sha256(f"{application}/{organisation}".encode()).hexdigest()[:8]
    return f"{whole[: LONGEST - 9].rstrip('-')}-{digest}"


def host(application: str, domain: str, organisation: str = "") -> str:
    """``<application>.<domain>`` in dedicated hosting; ``<application>-<organisation>.<domain>`` in a shared cell."""
    return f"{label(application, organisation)}.{domain}"
