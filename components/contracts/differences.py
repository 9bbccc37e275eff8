"""What one cloud does and the other cannot, where both read the same word of a record: told on a page, and held by tests.

``UNSUPPORTED`` says which *arguments* a component does not read; this says where two clouds give an application or a body something else for the same
words. What is here is known and stays until a cloud changes.
"""

from dataclasses import dataclass

EXTENSIONS = (
    "btree_gin", "btree_gist", "citext", "cube", "dict_int", "fuzzystrmatch", "hstore", "intarray", "isn", "lo", "ltree", "pg_trgm", "pgcrypto", "seg",
    "tablefunc", "tcn", "tsm_system_rows", "tsm_system_time", "unaccent", "uuid-ossp",
)  # fmt: skip
"""Extensions of PostgreSQL that both clouds offer and that whoever owns a database may make in it, since PostgreSQL trusts them (PostgreSQL
documentation, "Additional Supplied Modules"; Amazon RDS for PostgreSQL, "Extension versions"; Microsoft Learn, "Allow extensions")."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One word of a record that means two things."""

    record: str
    """Which of the records says it: ``OrganisationRecord``, ``PlatformRecord`` or ``Manifest``, and the path to its field."""
    promise: str
    """What is asked."""
    aws: str
    azure: str


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        record="OrganisationRecord voice.controller",
        promise="A trunk between the body's telephones and the public network",
        aws="A Voice Connector carries calls to and from telephones.",
        azure="Direct routing carries calls between the controller and applications on Communication Services. None is made here, so no call goes through "
        "until the body has one; a body that needs a carrier names AWS in 'voice.clouds'.",
    ),
    Difference(
        record="OrganisationRecord voice.calling_regions",
        promise="Premium and personal numbers cannot be called",
        aws="A Voice Connector bounds countries and no ranges in them: the body's controller refuses +449, +4470, +44871 to +44873 and +353700. "
        "More calls at once than agreed ring an alarm.",
        azure="No route leads there.",
    ),
    Difference(
        record="OrganisationRecord voice.calls",
        promise="No more calls at once than agreed",
        aws="New calls a second are bounded, so that a stolen trunk fills slowly; above one a second the account's quota must be raised first "
        "(Service Quotas, Amazon Chime SDK). The controller bounds calls at once, and an alarm tells.",
        azure="The service has no bound: the controller has, and an alarm tells when a call has ended.",
    ),
    Difference(
        record="OrganisationRecord voice.addresses",
        promise="The body's numbers belong to its trunk",
        aws="People port them by an order and assign them to the connector once they have come; the ledger says which.",
        azure="The service binds none: the controller leads them, and the ledger says which.",
    ),
    Difference(
        record="OrganisationRecord kind",
        promise="Copies of what an application stores lie where nobody shortens them",
        aws="A plan copies what is tagged into a locked vault every day, for these days.",
        azure="Deleted and overwritten blobs are kept for 35 days in an account that nobody deletes; a vault would want replication to another directory "
        "and trusted services let in. A database is copied into a locked vault every week, for these days.",
    ),
    Difference(
        record="OrganisationRecord offers.port",
        promise="The provider of a service knows which body called",
        aws="No: a Network Load Balancer in front of an application hands on no caller. The service's own sign-in tells.",
        azure="No: every consumer comes from an address of the Private Link Service. The service's own sign-in tells.",
    ),
    Difference(
        record="Manifest user",
        promise="A container runs as this user, reads only its own files, and may do nothing else to its host",
        aws="Enforced.",
        azure="Container Apps has no setting for user, read-only files or capabilities: the image says it, and the store's review checks it.",
    ),
    Difference(
        record="Manifest needs",
        promise="The same extensions of PostgreSQL",
        aws=f"These and no others: {', '.join(EXTENSIONS)}. The application makes them in its own database.",
        azure="The same.",
    ),
    Difference(
        record="PlatformRecord retention_days",
        promise="Logs that decisions rest on lie where nobody empties them",
        aws="The archive's bucket holds trails, configuration and flow logs from its first day; logs of load balancers, applications and calls stay in the "
        "account that they are of.",
        azure="Stores hold all but flow logs, access to applications' own vaults and storage, and the directory's own log; see evidence-on-azure.md.",
    ),
)
