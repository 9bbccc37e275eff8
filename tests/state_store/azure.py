"""A small Azure for tests: Azurite keeps blobs, a proxy before it asks ``civic.access.azure`` for each call over the planned resources.

Azurite checks no role. Who calls is said by the shared access signature, which here is the identity's object id and no signature: the proxy
forwards what is allowed under one of Azurite's own. Azure Key Vault and Microsoft Entra ID are not there.
"""

import http.client
import re
import shutil
import socket
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from azure.core.credentials import AzureNamedKeyCredential, AzureSasCredential
from azure.storage.blob import AccountSasPermissions, BlobServiceClient, ContainerClient, ResourceTypes, generate_account_sas

from civic.access.azure import BLOB_PATH, Principal, Request, World, evaluate
from civic.access.azure.state import ADDED, BLOBS, GONE, OPENED, WRITTEN, container_of
from civic.access.verdict import Verdict
from civic.plan import Resource

AZURITE = "azurite-blob"
KEY = b64encode(b"a key of this test's own").decode()
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Asked:
    """One operation and its verdict."""

    who: str
    action: str
    blob: str
    verdict: Verdict


@dataclass
class StateCloud:
    """One storage account with a container ``state``."""

    account: str
    port: int
    world: World
    log: list[Asked] = field(default_factory=list)

    def environment(self, who: str) -> dict[str, str]:
        """What makes gocloud's ``azureblob`` call the proxy as somebody (gocloud.dev/blob/azureblob, ``NewDefaultServiceURLOptions``)."""
        return {
            "AZURE_STORAGE_SAS_TOKEN": f"sig={who}",
            "AZURE_STORAGE_DOMAIN": f"127.0.0.1:{self.port}",
            "AZURE_STORAGE_PROTOCOL": "http",
            "AZURE_STORAGE_IS_LOCAL_EMULATOR": "true",
        }

    def container(self, who: str) -> ContainerClient:
        return ContainerClient(f"http://127.0.0.1:{self.port}/{self.account}", "state", credential=AzureSasCredential(f"sig={who}"), retry_total=0)

    def decide(self, who: str, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        """Whether a call is allowed (Blob Storage REST API, "Authorize with Microsoft Entra ID", Permissions for calling data operations)."""
        if who == ADMINISTRATOR:
            return True
        scope = container_of(self.world, f"azblob://state?storage_account={self.account}")
        _, container, *rest = path.strip("/").split("/")
        blob = unquote("/".join(rest))
        assert container == "state"
        if not blob:
            assert (method, query.get("comp")) == ("GET", "list"), f"{method} {path} {query}"
            asked = [Request(Principal(who), OPENED, scope, data=True, suboperation="Blob.List")]
        else:
            asked = [self._of_blob(who, scope, action, blob) for action in _actions(method, query)]
            if source := headers.get("x-ms-copy-source"):
                copied = unquote(urlsplit(source).path.partition(f"/{self.account}/state/")[2])
                asked.append(self._of_blob(who, scope, OPENED, copied))
        verdicts = [(one, evaluate(self.world, one)) for one in asked]
        self.log += [Asked(who, one.action, next(iter(one.attributes.get(BLOB_PATH, ("",)))), verdict) for one, verdict in verdicts]
        return all(verdict.allowed for _, verdict in verdicts)

    def _of_blob(self, who: str, scope: str, action: str, blob: str) -> Request:
        return Request(Principal(who), action, scope, data=True, attributes={BLOB_PATH: (blob,)})


def _actions(method: str, query: Mapping[str, str]) -> Sequence[str]:
    match method, query.get("comp", ""):
        case "GET" | "HEAD", "":
            return [OPENED]
        case "PUT", "" | "block" | "blocklist" | "metadata" | "properties":
            return [WRITTEN]
        case "PUT", "appendblock":
            return [ADDED]
        case "PUT", "tags":
            return [f"{BLOBS}/tags/write"]
        case "DELETE", "":
            return [GONE]
    raise AssertionError(f"{method} {query}: which action is this?")


@contextmanager
def served(account: str, resources: Sequence[Resource], folder: Path) -> Iterator[StateCloud]:
    """The store behind the proxy. Skips, loudly, without Azurite."""
    command = shutil.which(AZURITE)
    if command is None:
        pytest.skip("SKIPPED: azurite-blob is not on the PATH ('npm install azurite'), so nothing is shown of the state store on Azure")
    inner = _free_port()
    words = ["--blobHost", "127.0.0.1", "--blobPort", str(inner), "--location", str(folder), "--silent", "--skipApiVersionCheck"]
    environment = {"AZURITE_ACCOUNTS": f"{account}:{KEY}", "PATH": str(Path(command).parent) + ":/usr/bin:/bin", "HOME": str(folder)}
    node = shutil.which("node")
    if node is not None:
        environment["PATH"] = f"{Path(node).parent}:{environment['PATH']}"
    azurite = subprocess.Popen([command, *words], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(inner)
        BlobServiceClient(f"http://127.0.0.1:{inner}/{account}", credential=AzureNamedKeyCredential(account, KEY)).create_container("state")
        cloud = StateCloud(account, 0, World.of(resources))
        proxy = ThreadingHTTPServer(("127.0.0.1", 0), _proxy(cloud, inner))
        cloud.port = proxy.server_address[1]
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield cloud
        proxy.shutdown()
    finally:
        azurite.terminate()
        azurite.wait(20)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _await(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("Azurite did not start")


def _proxy(cloud: StateCloud, inner: int) -> type[BaseHTTPRequestHandler]:
    expiry = datetime.now(UTC) + timedelta(hours=6)
    everything = AccountSasPermissions.from_string("rwdxlacupt")
    sas = generate_account_sas(cloud.account, KEY, ResourceTypes(service=True, container=True, object=True), everything, expiry)

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None: ...

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            who = query.pop("sig", "")
            if not cloud.decide(who, self.command, parts.path, query, {name.lower(): value for name, value in self.headers.items()}):
                self.answer(403, {"x-ms-error-code": "AuthorizationPermissionMismatch", "Content-Type": "application/xml"}, _REFUSED)
                return
            kept = re.sub(r"(^|&)sig=[^&]*", "", parts.query).strip("&")
            connection = http.client.HTTPConnection("127.0.0.1", inner, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "authorization", "connection")}
            if "x-ms-copy-source" in headers:
                headers["x-ms-copy-source"] = headers["x-ms-copy-source"].partition("?")[0].replace(f":{cloud.port}/", f":{inner}/") + f"?{sas}"
            connection.request(self.command, f"{parts.path}?{kept}&{sas}".replace("?&", "?"), body, {**headers, "Host": f"127.0.0.1:{inner}"})
            answer = connection.getresponse()
            content = answer.read()
            self.answer(answer.status, dict(answer.getheaders()), content)

        def answer(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
            self.send_response(status)
            length = headers.get("Content-Length") if self.command == "HEAD" else str(len(content))
            for name, value in headers.items():
                if name.lower() not in ("connection", "transfer-encoding", "content-length", "keep-alive", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", length or "0")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = forward

    return Proxy


_REFUSED = b'<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthorizationPermissionMismatch</Code><Message>not permitted</Message></Error>'
