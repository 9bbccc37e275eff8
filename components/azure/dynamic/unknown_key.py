"""The half of an SSH key that Azure insists on where passwords are off: the other half is thrown away where it was made."""

from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider

from components.pickling import pickled_whole

BITS = 3072
"""Length of the RSA key. Azure takes 2048 bits and more (Microsoft Learn, "Create and manage SSH keys")."""


@pickled_whole
class UnknownKeyProvider(ResourceProvider):
    """Makes one key pair, keeps the public half alone, and never makes another."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        import secrets

        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        # The private half is in no variable, state or log: nobody has it once this line is done.
        public = rsa.generate_private_key(public_exponent=65537, key_size=props["bits"]).public_key()
        openssh = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        return CreateResult(secrets.token_hex(8), {**props, "public": openssh})

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        return DiffResult(changes=False, replaces=[], stables=[], delete_before_replace=False)


class UnknownKey(Resource, module="civic", name="UnknownKey"):
    """Type ``pulumi-python:dynamic/civic:UnknownKey``."""

    public: pulumi.Output[str]
    """The public half in OpenSSH's form, ``ssh-rsa ...``: no secret, since it opens nothing."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__(UnknownKeyProvider(), name, {"bits": BITS, "public": None}, opts)
