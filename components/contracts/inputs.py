"""Arguments as a program in another language gives them to a component package: the plain shapes that both clouds share.

Pulumi's analyzer reads a package's schema off these annotations, so each names a type that it knows: texts for ranges and for words, lists for
tuples. It cannot read a module whose annotations are texts. ``components.package`` turns what arrives into the contract's own types.
"""

from typing import NotRequired, TypedDict

import pulumi


class Owner(TypedDict):
    """The platform itself, or one environment of one body.

    Raises ``ContractError`` for a test environment of the platform.
    """

    platform: str
    """Short code of the platform, 2 to 8 lower-case letters; part of every name."""
    organisation: NotRequired[str]
    """The body's key for life, given at joining; ``platform`` for the platform's own."""
    classification: NotRequired[str]
    environment: NotRequired[str]


class PrivateEndpoint(TypedDict):
    """One provider service reached without leaving the network."""

    name: str
    """Stable key, such as ``kms`` or ``vault``; part of the logical name."""
    service: pulumi.Input[str]
    """AWS: short service name, such as ``kms``. Azure: resource id of the service."""
    group: NotRequired[str]
    """Azure: sub-resource, such as ``vault`` or ``blob``."""


class Workload(TypedDict):
    """What a manifest of the store says about running it, as plain data."""

    image: str
    """By digest."""
    port: int
    user: int
    """Numeric user, never 0."""
    cpu: str
    memory: int
    """MiB."""
    instances: int
    most: int
    health_path: str
    health_grace: int
    """Seconds."""
    command: NotRequired[list[str]]
    """What the image's entry point is given (its CMD). The entry point itself stays."""
    writable: NotRequired[list[str]]
    """Folders for passing things; the rest of the container is read-only."""
    environment: dict[str, str]
    secrets: NotRequired[list[str]]
    """Names of variables. Each is a secret made empty, which the body fills."""
    database: dict[str, str]
    """Variable by what it is told: ``host``, ``port``, ``name``, ``user``, ``password``. Empty without a database."""
    storage_variable: NotRequired[str]
    address_variable: NotRequired[str]
    migration: NotRequired[list[str]]
    """CMD of the application's own migration, run once for each version before it serves."""
    sticky: NotRequired[bool]
    """Whether the entry leads a caller back to the instance that first answered, by a cookie."""
    arm64: NotRequired[bool]
    """Whether the digest is of an index with linux/arm64 beside linux/amd64. Azure Container Apps runs amd64 alone."""


class Destination(TypedDict):
    """Where an application may call."""

    range: str
    port: int
