"""What one body offers to others, what it takes of theirs, and how its applications are placed."""

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from civic.records.clouds import CloudId
from civic.records.errors import FieldError
from civic.records.loader import Model
from civic.records.values import SLUG, Address, Host, HostLabel, Sentence, Slug, Version, matching

CERTIFICATE = matching(
    r"https://[a-z0-9-]{3,24}\.vault\.azure\.net/secrets/[A-Za-z0-9-]{1,127}",
    "a Key Vault secret without its version, such as 'https://northshire-tls.vault.azure.net/secrets/apps'",
)


def check_certificate(value: str, path: tuple[str | int, ...]) -> None:
    """Raises ``FieldError`` at ``path`` unless ``value`` is the address of a certificate."""
    try:
        CERTIFICATE.check(value)
    except ValueError as error:
        raise FieldError(path, str(error)) from None


class HostingChoice(Model):
    """Where the body's applications run."""

    placement: Literal["shared", "dedicated"]
    domain: Host | None = None
    """Domain under which its own applications answer, such as 'apps.northshire.example'. For ``dedicated`` alone: a cell has its own."""
    certificate: str = ""
    """Azure: the Key Vault secret that holds the certificate of ``*.domain``. On AWS the platform has one issued."""
    delegated: bool = True
    """AWS: whether the domain above leads to the zone of ``domain`` yet. Write 'false' before the first deployment: then zone and certificate are
    made, the name servers to hand over are printed, and what needs the certificate waits until this is taken out."""
    host_label: HostLabel | None = None
    """For ``shared`` on AWS: how the body is called in its applications' host names; its key unless this says otherwise."""

    @model_validator(mode="after")
    def _fits(self) -> "HostingChoice":
        if (self.placement == "dedicated") != (self.domain is not None):
            raise FieldError(("domain",), "the body's own domain where hosting is dedicated; nothing where it is shared, since the cell has one")
        if self.certificate:
            check_certificate(self.certificate, ("certificate",))
        if self.placement == "shared" and not self.delegated:
            raise FieldError(("delegated",), "nothing: a shared cell's domain is delegated, or not, in the platform record")
        if self.host_label and self.placement == "dedicated":
            raise FieldError(("host_label",), "nothing: only in a shared cell is the body part of host names; dedicated hosting has 'domain'")
        return self


class ApplicationChoice(Model):
    """One application of the store, in one version."""

    name: Slug
    version: Version
    cloud: CloudId | None = None
    """Which cloud, where the body has hosting on both."""


class Offer(Model):
    """A shared service that the body provides to others."""

    name: Slug
    version: Version
    description: Sentence
    port: int = Field(default=443, ge=1, le=65535)
    clouds: tuple[CloudId, ...] = Field(min_length=1)
    application: Slug | None = None
    """The application of the body's dedicated hosting that stands behind it."""
    address: Address | None = None
    """Or an address on the body's own premises, reached through the platform's private circuits."""
    host: Host | None = None
    """Name under which consumers call what is at ``address``. An application is called by its own."""
    proxy_protocol: bool = False
    """Whether each connection to what is at ``address`` begins with a PROXY protocol header (version 2), which says through whose endpoint it came.

    Whoever answers there must read it: switched on before, or off after, no connection is understood."""
    open_to: tuple[Slug, ...] | Literal["everybody"]
    """Bodies that may take it."""
    classification: Literal["official", "official-sensitive"] = "official"
    notice_days: int = Field(default=180, ge=30, le=1095)
    """Days between withdrawing the offer and its end."""

    @field_validator("open_to", mode="before")
    @classmethod
    def _open(cls, value: Any) -> Any:
        """One message, where the two kinds of value would give one each."""
        if value == "everybody":
            return value
        if not isinstance(value, tuple | list):
            raise ValueError("'everybody', or a list of bodies such as [eastvale, westholm]")
        for number, slug in enumerate(value):
            try:
                SLUG.check(slug if isinstance(slug, str) else "")
            except ValueError as error:
                raise FieldError((number,), str(error)) from None
        return tuple(value)

    @model_validator(mode="after")
    def _one_place(self) -> "Offer":
        if (self.application is None) == (self.address is None):
            raise FieldError(("address",), "either 'application' (of the body's dedicated hosting) or 'address' (on its premises)")
        if self.address is not None and self.host is None:
            raise FieldError(("host",), "the name on the certificate that the service at 'address' shows")
        if self.application is not None and self.proxy_protocol:
            raise FieldError(("proxy_protocol",), "false for an 'application', whose entry reads no such header; true for an 'address' alone")
        if self.application is not None and self.port != 443:
            raise FieldError(("port",), "443, where every application answers; another port for an 'address' alone")
        return self

    def is_open_to(self, slug: str) -> bool:
        return self.open_to == "everybody" or slug in self.open_to


class Subscription(Model):
    """A shared service that the body takes."""

    provider: Slug
    offer: Slug
    cloud: CloudId | None = None
    """Which cloud, where both bodies have both and the offer names both."""
