"""The manifest of one version of one application of the store."""

from typing import Any, Literal

from pydantic import Field, model_validator

from civic.records.clouds import CloudId
from civic.records.errors import FieldError
from civic.records.loader import Model
from civic.records.values import Date, Https, Image, Name, Sentence, Slug, Spdx, Variable, Version, matching

Need = Literal["postgresql", "storage"]
Placement = Literal["shared", "dedicated"]

PATH = matching(r"/[A-Za-z0-9._~/-]{0,200}", "a path that begins with '/', such as '/health'")


class Publisher(Model):
    """Who makes the application."""

    name: Name
    site: Https


class Size(Model):
    """What one instance needs, and how many run."""

    cpu: Literal["0.25", "0.5", "1", "2"] = "0.5"
    """Processors of one instance."""
    memory: Literal[512, 1024, 2048, 4096] = 1024
    """MiB of one instance."""
    instances: int = Field(default=2, ge=2, le=10)
    """How many run while nobody asks for more: two or more, so that a zone can be lost."""
    most: int = Field(default=4, ge=2, le=40)
    """How many may run when it is busy."""

    @model_validator(mode="after")
    def _fits(self) -> "Size":
        least = {"0.25": (512, 1024), "0.5": (1024, 4096), "1": (2048, 4096), "2": (4096, 4096)}[self.cpu]
        if not least[0] <= self.memory <= least[1]:
            raise FieldError(("memory",), f"{least[0]} to {least[1]} MiB beside {self.cpu} processors, which both clouds offer")
        if self.most < self.instances:
            raise FieldError(("most",), f"{self.instances} or more, since so many always run")
        return self


class Health(Model):
    """How a running instance is known to be well."""

    path: str = Field(json_schema_extra={"pattern": f"^({PATH.pattern.pattern})$"})
    grace: int = Field(default=60, ge=5, le=600)
    """Seconds for which a new instance may take to answer."""

    @model_validator(mode="after")
    def _is_path(self) -> "Health":
        try:
            PATH.check(self.path)
        except ValueError as error:
            raise FieldError(("path",), str(error)) from None
        return self


class DatabaseVariables(Model):
    """Environment variables through which the application is told of its database. The password comes as a secret."""

    host_variable: Variable
    port_variable: Variable | None = None
    name_variable: Variable
    user_variable: Variable
    password_variable: Variable


class Migration(Model):
    """The application's own step before a version first runs: it makes or changes tables."""

    command: tuple[str, ...] = Field(min_length=1)
    """What the image's entry point is given for it."""


class Held(Model):
    """What data the application holds, for whoever answers for it."""

    what: Sentence
    personal: bool
    classification: Literal["official", "official-sensitive"]
    """The highest classification that it is meant for."""


class Support(Model):
    """Where help comes from, and until when this version has any."""

    site: Https
    until: Date | None = None


class Signature(Model):
    """How the publisher signs the image: as whom (keyless) or with which key. ``civic images`` has it verified before it copies the image."""

    identity: str = ""
    """Who signed, as the certificate has it, such as 'https://github.com/forms/forms/.github/workflows/release.yaml@refs/tags/v1.2.0'."""
    issuer: Https | None = None
    """Who vouches for the identity, such as 'https://token.actions.githubusercontent.com'."""
    key: Https | None = None
    """Where the publisher's public key is."""

    @model_validator(mode="after")
    def _one_way(self) -> "Signature":
        if bool(self.identity) != (self.issuer is not None) or (self.issuer is None) == (self.key is None):
            raise FieldError(("identity",), "an 'identity' and its 'issuer', or a 'key', and not both")
        return self


class Fact(Model):
    """Something in this manifest and where it was read."""

    fact: Sentence
    source: Https
    on: Date


class Manifest(Model):
    """``estate/applications/<name>/<version>.yaml``."""

    name: Slug
    version: Version
    title: Name
    description: Sentence
    """For a reader who runs a service, not a server."""
    publisher: Publisher
    licence: Spdx
    source: Https
    image: Image
    signature: Signature | None = None
    """How the image is signed, where its publisher signs."""
    arm64: bool = False
    """Whether the digest is of an index with an image for linux/arm64 beside linux/amd64. AWS then runs that one, a fifth cheaper; Azure has amd64."""
    command: tuple[str, ...] = ()
    """What the image's entry point is given (its CMD). The entry point itself stays."""
    port: int = Field(ge=1024, le=65535)
    """Where it answers HTTP. Below 1024 only root may listen."""
    user: int = Field(ge=1, le=65535)
    """Numeric user it runs as. Never 0."""
    writable: tuple[str, ...] = ()
    """Folders for passing things; everything else in the container is read-only."""
    needs: tuple[Need, ...] = ()
    database: DatabaseVariables | None = None
    storage_variable: Variable | None = None
    """Environment variable that is told the name of its object storage."""
    environment: dict[Variable, str] = Field(default_factory=dict)
    secrets: tuple[Variable, ...] = ()
    """Names alone. Each is made empty in the body's vault, and the body fills it."""
    address_variable: Variable | None = None
    """Environment variable that is told the application's own address, such as 'https://forms.apps.example'."""
    sticky: bool = False
    """Whether a caller stays with the instance that first answered. For an application that remembers its callers in itself alone."""
    health: Health
    size: Size = Size()
    migration: Migration | None = None
    data: Held
    placements: tuple[Placement, ...] = Field(min_length=1)
    clouds: tuple[CloudId, ...] = Field(min_length=1)
    support: Support
    checked: tuple[Fact, ...] = ()
    """What was read in the publisher's own documentation."""
    unchecked: tuple[Sentence, ...] = ()
    """What was not checked. A reader must know."""

    @model_validator(mode="after")
    def _consistent(self) -> "Manifest":
        if ("postgresql" in self.needs) != (self.database is not None):
            raise FieldError(("database",), "the variables of its database, exactly when 'postgresql' is among its needs")
        if ("storage" in self.needs) != (self.storage_variable is not None):
            raise FieldError(("storage_variable",), "the variable of its object storage, exactly when 'storage' is among its needs")
        for number, folder in enumerate(self.writable):
            if not folder.startswith("/") or ".." in folder or folder == "/":
                raise FieldError(("writable", number), "a folder such as '/tmp', not the whole container")
        self._no_variable_twice()
        return self

    def _no_variable_twice(self) -> None:
        database: dict[str, Any] = self.database.model_dump(exclude_none=True) if self.database else {}
        given = [*database.values(), *self.secrets, *filter(None, (self.storage_variable, self.address_variable))]
        for name in given:
            if given.count(name) > 1 or name in self.environment:
                raise FieldError(("environment",), f"each variable once: '{name}' is set in two ways")
