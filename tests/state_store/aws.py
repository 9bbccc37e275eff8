"""A small AWS for tests: moto keeps buckets, objects and keys; who may do what is asked of ``civic.access.aws``, over the planned resources.

moto alone checks objects by key and ignores conditions, policies of keys and buckets, and what S3 does with a key in the caller's name. So
its one decision (``IAMRequestBase.check_action_permitted``) is replaced, which is why moto is pinned to the version.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import boto3
import pytest

from civic.access.aws import Principal, Request, World, assume_with_token, evaluate, evaluate_with_services
from civic.access.verdict import Verdict
from civic.plan import Resource

ADMINISTRATOR = "arn:aws:iam::{account}:role/Administrator"
"""Who makes the store: nobody of ours, and allowed everything."""


@dataclass(frozen=True)
class Asked:
    """One call, or what S3 did for it in the caller's name, and the verdict."""

    who: str
    """ARN of the role."""
    action: str
    resource: str
    verdict: Verdict


@dataclass
class StateCloud:
    """One account with a state store. ``resources`` are those of the plans that made it and its identities."""

    account: str
    region: str
    endpoint: str
    resources: Sequence[Resource]
    world: World
    keys: dict[str, str] = field(default_factory=dict)
    """moto's key id -> the planned ARN."""
    log: list[Asked] = field(default_factory=list)

    @contextmanager
    def changed(self, change: Callable[[Resource], Resource]) -> Iterator[None]:
        """The same store, where each resource is as ``change`` gives it."""
        before, self.world = self.world, World.of([change(resource) for resource in self.resources])
        try:
            yield
        finally:
            self.world = before

    def administrator(self) -> dict[str, str]:
        return self._session(ADMINISTRATOR.format(account=self.account))

    def sign_in(self, role: str, issuer: str, subject: str) -> dict[str, str]:
        """Environment of a pipeline that is that role by its token. Raises ``AssertionError`` where the role's trust says no."""
        provider = f"arn:aws:iam::{self.account}:oidc-provider/{issuer.removeprefix('https://')}"
        verdict, _ = assume_with_token(self.world, provider, role, {"sub": subject, "aud": "sts.amazonaws.com"})
        assert verdict.allowed, verdict
        return self._session(role)

    def _session(self, role: str) -> dict[str, str]:
        # moto's AssumeRoleWithWebIdentity fails while it enforces, so who may be that role was asked before.
        nobody = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": self.region, "endpoint_url": self.endpoint}
        with _unasked():
            given = boto3.client("sts", **nobody).assume_role(RoleArn=role, RoleSessionName="run")["Credentials"]
        return {
            "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
            "AWS_SESSION_TOKEN": given["SessionToken"],
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_REGION": self.region,
        }

    def client(self, service: str, credentials: Mapping[str, str], region: str = "") -> Any:
        return boto3.client(
            service,
            region_name=region or self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=credentials["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=credentials["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=credentials["AWS_SESSION_TOKEN"],
        )

    def decide(self, role: str, action: str, resource: str, request: Any) -> bool:
        """Whether a call that moto was sent is allowed, with all that the service then does."""
        if role == ADMINISTRATOR.format(account=self.account) or action == "sts:GetCallerIdentity":
            return True
        who = Principal.role(role, "run")
        if action.startswith("kms:"):
            asked = self._key_request(who, action, json.loads(request._body))
            verdicts = ((asked, evaluate(self.world, asked)),)
        else:
            asked = Request(who, action, resource, context={"aws:securetransport": ("true",)})
            verdicts = evaluate_with_services(self.world, asked, key=self._object_key(action, resource, request._headers))
        self.log += [Asked(role, one.action, one.resource, verdict) for one, verdict in verdicts]
        return all(verdict.allowed for _, verdict in verdicts)

    def _key_request(self, who: Principal, action: str, body: Mapping[str, Any]) -> Request:
        pairs = {f"kms:encryptioncontext:{name}".lower(): (value,) for name, value in body.get("EncryptionContext", {}).items()}
        context = {**pairs, "kms:encryptioncontextkeys": tuple(body.get("EncryptionContext", {}))}
        # Without a key's id it is that with which the text was encrypted, which moto writes at its beginning.
        key = body.get("KeyId") or base64.b64decode(body["CiphertextBlob"])[:36].decode()
        return Request(who, action, self._planned(key), context=context)

    def _object_key(self, action: str, resource: str, headers: Mapping[str, str]) -> str:
        """The key that an object is encrypted with, or will be; nothing for the bucket's own."""
        if action == "s3:GetObject":
            bucket, _, name = resource.removeprefix("arn:aws:s3:::").partition("/")
            stored = _objects(self.account, bucket).get(unquote(name))
            return self._planned(stored.kms_key_id) if stored is not None and stored.kms_key_id else ""
        named = headers.get("x-amz-server-side-encryption-aws-kms-key-id", "")
        return self._planned(named) if named else ""

    def _planned(self, key: str) -> str:
        if key.startswith("alias/"):
            return self.world.key(f"arn:aws:kms:{self.region}:{self.account}:{key}")
        return self.keys.get(key.rpartition("/")[2], key)


def _objects(account: str, bucket: str) -> Mapping[str, Any]:
    from moto.s3.models import s3_backends

    return s3_backends[account]["aws"].buckets[bucket].keys


@contextmanager
def _unasked() -> Iterator[None]:
    from moto import settings

    before, settings.INITIAL_NO_AUTH_ACTION_COUNT = settings.INITIAL_NO_AUTH_ACTION_COUNT, float("inf")
    try:
        yield
    finally:
        settings.INITIAL_NO_AUTH_ACTION_COUNT = before


@contextmanager
def served(account: str, region: str, resources: Sequence[Resource]) -> Iterator[StateCloud]:
    """The store, the keys and the rights that ``resources`` plan, behind an HTTP server of this process. Skips, loudly, without moto."""
    pytest.importorskip("moto", reason="SKIPPED: moto is not installed, so nothing is shown of the state store on AWS")
    from moto import settings
    from moto.core.authorization import ActionAuthenticatorMixin
    from moto.core.base_backend import BackendDict
    from moto.core.exceptions import JsonRESTError
    from moto.iam.access_control import IAMRequestBase
    from moto.server import ThreadedMotoServer
    from moto.sts.models import sts_backends

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    cloud = StateCloud(account, region, f"http://{host}:{port}", resources, World.of(resources))

    def asked(self: Any, resource: str) -> None:
        # The class itself keeps the role's name without its path.
        sessions = sts_backends[self.account_id]["aws"].assumed_roles
        (role,) = {one.role_arn for one in sessions if one.access_key_id == self._access_key._access_key_id}
        if cloud.decide(role, self._action, resource, self):
            return
        if self._service == "kms":  # whose errors moto would give as XML
            raise JsonRESTError("AccessDeniedException", f"{role} may not {self._action}")
        self._raise_access_denied()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "INITIAL_NO_AUTH_ACTION_COUNT", float("inf"))
        _make(cloud)
        patched.setattr(IAMRequestBase, "check_action_permitted", asked)
        patched.setattr(settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0)
        patched.setattr(ActionAuthenticatorMixin, "request_count", 0)
        try:
            yield cloud
        finally:
            server.stop()
            BackendDict.reset()


def _make(cloud: StateCloud) -> None:
    """The buckets and keys that the bootstrap plans, under their planned names and in their regions."""
    who = cloud.administrator()
    planned = {resource.urn: resource for resource in cloud.resources}
    ours = [resource for resource in cloud.resources if resource.stack == "platform-aws-bootstrap"]
    for alias in ours:
        if alias.type == "aws:kms/alias:Alias":
            (urn,) = alias.property_dependencies["targetKeyId"]
            kms = cloud.client("kms", who, alias.outputs["region"])
            made = kms.create_key()["KeyMetadata"]["KeyId"]
            kms.create_alias(AliasName=alias.inputs["name"], TargetKeyId=made)
            cloud.keys[made] = planned[urn].outputs["arn"]
    for bucket in ours:
        if bucket.type == "aws:s3/bucket:Bucket":
            region = bucket.outputs["region"]
            s3 = cloud.client("s3", who, region)
            s3.create_bucket(Bucket=bucket.inputs["bucket"], CreateBucketConfiguration={"LocationConstraint": region})
