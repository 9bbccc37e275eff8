"""Where people sign in: the directory that says who is in a group, and answers for how they signed in."""

from typing import Annotated

from pydantic import model_validator

from civic.records.errors import FieldError
from civic.records.loader import Model
from civic.records.values import Guid, Https, matching

Issuer = Annotated[
    str,
    matching(
        r"(https?://|urn:)[A-Za-z0-9._:/-]{3,500}", "the entity id in the directory's SAML metadata, such as 'https://login.northshire.example'"
    ),
]


class Directory(Model):
    """One directory: a Microsoft Entra tenant by its id, or any other that signs SAML assertions, by its entity id.

    The certificates it signs with stand in ``estate/directories/<slug>.pem``: they are public, and people enter AWS by what they sign.
    """

    tenant: Guid | None = None
    """Id of the Microsoft Entra tenant. People enter Azure from no other kind of directory."""
    issuer: Issuer | None = None
    """Of another directory: its entity id."""
    sign_in: Https | None = None
    """Of another directory: where it signs people in, the address of its SAML single sign-on service."""

    @model_validator(mode="after")
    def _one(self) -> "Directory":
        if self.tenant and (self.issuer or self.sign_in):
            raise FieldError(("issuer" if self.issuer else "sign_in",), "nothing beside 'tenant', from which it follows")
        if not self.tenant and not (self.issuer and self.sign_in):
            allowed = "'tenant', the id of a Microsoft Entra tenant; or 'issuer' and 'sign_in' of another directory"
            raise FieldError((), allowed)
        return self

    @property
    def entity(self) -> str:
        """What its assertions call it (Microsoft Learn, "Single sign-on SAML protocol", for Entra)."""
        return self.issuer or f"https://sts.windows.net/{self.tenant}/"

    @property
    def sign_in_address(self) -> str:
        return self.sign_in or f"https://login.microsoftonline.com/{self.tenant}/saml2"
