"""Under which name an application answers."""

import re

from civic.records.hashing import short_hash

LONGEST = 32
"""The shortest limit on the way: a container app's name, of which its host name is made (Microsoft Learn, "Naming rules and restrictions for Azure resources")."""


def label(application: str, body: str = "") -> str:
    """First part of an application's host name; of a shared cell's it has the label of the body in it.

    Two pairs never have one label: where the join could be read in two ways, is too long or has
    two hyphens together (which a container app's name may not), a digest of both ends it.
    """
    whole = "-".join(part for part in (application, body) if part)
    plain = not body or "-" not in application
    if plain and len(whole) <= LONGEST and "--" not in whole:
        return whole
    return f"{re.sub('-+', '-', whole)[: LONGEST - 9].rstrip('-')}-{short_hash(f'{application}/{body}')}"


def host(application: str, domain: str, body: str = "") -> str:
    """``<application>.<domain>`` in dedicated hosting; ``<application>-<label of the body>.<domain>`` in a shared cell.

    ``body`` is ``OrganisationRecord.host_label``: the key, unless the record chose another for people to see.
    """
    return f"{label(application, body)}.{domain}"
