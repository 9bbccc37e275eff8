"""What a body publishes: applications that its residents call from the internet, through the platform's edge."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from civic.records.errors import FieldError, nearest
from civic.records.held_domains import lies_under
from civic.records.loader import Model
from civic.records.values import Date, Host, Https, Name, Sentence, Slug

if TYPE_CHECKING:
    from civic.records.organisation import OrganisationRecord

Path = tuple[str | int, ...]


class Assurance(Model):
    """Who decided that what would otherwise stay private may be published."""

    by: Name
    """Role that answers for it, such as 'Senior Information Risk Owner'."""
    on: Date
    reason: Sentence


class Publication(Model):
    """One application of the body's that the internet reaches, under one host name."""

    application: Slug
    """One of the body's own ``applications``, in dedicated hosting."""
    host: Host
    """Name under which residents call it: under a domain that the body holds and has shown, beside the domain of its hosting."""
    to: Literal["everybody"] | tuple[Literal["GB", "IE"], ...]
    """Whom it is for: everybody, or whoever calls from one of these countries, as far as an address says where somebody is."""
    security_txt: Https
    """Where the body's security.txt is (RFC 9116), to which ``/.well-known/security.txt`` leads. It has a date of expiry, so whoever keeps it renews it."""
    assured: Assurance | None = None
    """Who decided it: asked for where the application holds personal data or the body is official-sensitive."""
    proved: bool = True
    """Whether the zone above has the record that proves the name to the edge yet. Write 'false' before the first deployment: then the certificate is
    asked for, the records are printed, and nothing is published until this is taken out."""
    maintenance: bool = Field(default=False)
    """Whether the edge answers with a page that says so, and passes nothing on."""

    @property
    def countries(self) -> tuple[str, ...]:
        """Whence it may be called; nothing where everybody may."""
        return () if self.to == "everybody" else self.to


def check_published(record: "OrganisationRecord") -> None:
    """Raises ``FieldError`` for a publication that the rest of the record does not bear."""
    hosts: set[str] = set()
    for number, each in enumerate(record.publish):
        _application(record, number, each)
        _host(record, number, each, hosts)
        if each.to == ():
            raise FieldError(("publish", number, "to"), "'everybody', or one country or more of GB and IE")
        if each.security_txt.removeprefix("https://").partition("/")[0] == each.host:
            raise FieldError(
                ("publish", number, "security_txt"), f"an address that does not lead back to {each.host}, which would lead there for ever"
            )
        if record.classification == "official-sensitive" and each.assured is None:
            raise FieldError(("publish", number, "assured"), f"'by', 'on' and 'reason': an {record.classification} body publishes nothing without")


def _application(record: "OrganisationRecord", number: int, each: Publication) -> None:
    path: Path = ("publish", number, "application")
    if not record.has_dedicated_hosting:
        raise FieldError(path, "nothing: what is published runs in dedicated hosting, and a shared cell serves its residents alone")
    names = [choice.name for choice in record.applications]
    if each.application not in names:
        hint = nearest(each.application, names)
        allowed = f"one of the body's own 'applications': {', '.join(names) or 'none yet'}"
        raise FieldError(path, f"{allowed} | {hint}" if hint else allowed)
    if any(other.application == each.application for other in record.publish[:number]):
        raise FieldError(path, f"an application that is not published yet: {each.application} answers under one name")


def _host(record: "OrganisationRecord", number: int, each: Publication, hosts: set[str]) -> None:
    path: Path = ("publish", number, "host")
    if each.host in hosts:
        raise FieldError(path, f"a name of its own: another application answers under {each.host}")
    hosts.add(each.host)
    own = [record.hosting.domain if record.hosting else None, record.test.domain if record.test else None]
    if inside := next((domain for domain in own if domain and (lies_under(each.host, domain) or lies_under(domain, each.host))), None):
        raise FieldError(path, f"a name neither under nor over '{inside}', whose names lead to private addresses")
    taken = [offer.host for offer in record.offers] + [record.voice.controller if record.voice else None]
    if each.host in taken:
        raise FieldError(path, f"a name of its own: an offer or the voice controller answers under {each.host}")
