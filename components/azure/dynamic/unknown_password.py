"""A password that a service insists on and nobody uses: made where Pulumi runs, a secret from its first moment."""

from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider

from components.pickling import pickled_whole


@pickled_whole
class UnknownPasswordProvider(ResourceProvider):
    """Makes one password and never another."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        import secrets

        # Three classes of character, whatever chance brings: Azure asks for them.
        return CreateResult(secrets.token_hex(8), {**props, "value": f"{secrets.token_urlsafe(48)}-aA1"})

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        return DiffResult(changes=False, replaces=[], stables=[], delete_before_replace=False)


class UnknownPassword(Resource, module="civic", name="UnknownPassword"):
    """Type ``pulumi-python:dynamic/civic:UnknownPassword``."""

    value: pulumi.Output[str]
    """The password, a secret."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        secret = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(additional_secret_outputs=["value"]))
        super().__init__(UnknownPasswordProvider(), name, {"value": None}, secret)
