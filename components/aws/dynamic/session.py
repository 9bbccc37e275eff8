"""What every resource of ours over AWS's API begins with."""

from typing import TYPE_CHECKING, Any

from pulumi.dynamic import ResourceProvider

from components.pickling import pickled_whole

if TYPE_CHECKING:
    import boto3


@pickled_whole
class SessionProvider(ResourceProvider):
    """A provider that passes through the roles of its input ``roles`` in turn, in its input ``region``, as the stack's own provider does.

    No credential is an input, so none is in a plan or a state.
    """

    # The SDK is imported where it is used: a plan never needs it, and the engine's plugin process is another one.
    def _session(self, props: dict[str, Any]) -> "boto3.Session":
        import boto3

        session = boto3.Session(region_name=props["region"])
        for role in props["roles"]:
            given = session.client("sts").assume_role(RoleArn=role, RoleSessionName="civic")["Credentials"]
            session = boto3.Session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], region_name=props["region"])
        return session
