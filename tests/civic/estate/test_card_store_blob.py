"""Cards in a container, by Azure's own client over a transport that keeps blobs in memory: the requests are the library's."""

import base64
import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
import requests
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError
from azure.core.pipeline.transport import RequestsTransport
from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

from civic.estate.card_files import LARGEST, CardFile
from civic.estate.card_store import StoreRefused, read_card
from civic.estate.card_store_blob import ContainerStore, container_client
from civic.records.errors import RecordError

STACK = "northshire-azure-tenancy"
PLACE = f"https://ccpstate1.blob.core.windows.net/state/cards/{STACK}.json"
CARD = CardFile(STACK, "0" * 40, "a" * 64, "2026-11-24", {"tenancy": {"subscription": "2b9f0c57-6a1d-4f3e-9f0b-3c5d7e9a1b20"}})


def token(claims: Mapping[str, str]) -> str:
    return f"e30.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.x"


class Identity:
    """A credential with a token that says who it is."""

    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        return AccessToken(token({"oid": "11111111-2222-3333-4444-555555555555", "appid": "66666666-7777-8888-9999-000000000000"}), 4_000_000_000)


class Nobody:
    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        raise ClientAuthenticationError("DefaultAzureCredential failed to retrieve a token")


class Memory(BaseAdapter):
    """One account's blob service, as far as cards need it (Blob Storage REST API: Put Blob, Get Blob), in place of the wire."""

    def __init__(self, refusal: tuple[int, str] | Exception | None = None) -> None:
        super().__init__()
        self.blobs: dict[str, bytes] = {}
        self.asked: list[PreparedRequest] = []
        self.refusal = refusal

    def close(self) -> None: ...

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        self.asked.append(request)
        if isinstance(self.refusal, Exception):
            raise self.refusal
        path = str(request.url).partition("?")[0]
        if self.refusal is not None:
            return _answer(request, self.refusal[0], {"x-ms-error-code": self.refusal[1]})
        if request.method == "PUT":
            body: Any = request.body
            self.blobs[path] = body if isinstance(body, bytes) else body.read()
            return _answer(request, 201, {})
        if path not in self.blobs:
            return _answer(request, 404, {"x-ms-error-code": "BlobNotFound"})
        content = self.blobs[path]
        return _answer(request, 206, {"Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}"}, content)


def _answer(request: PreparedRequest, status: int, headers: Mapping[str, str], content: bytes = b"") -> Response:
    raw = HTTPResponse(io.BytesIO(content), {**headers, "Content-Length": str(len(content))}, status, preload_content=False)
    return HTTPAdapter().build_response(request, raw)


def store(wire: Memory, credential: Any = None) -> ContainerStore:
    session = Session()
    session.mount("https://", wire)
    transport = RequestsTransport(session=session, session_owner=False)
    return ContainerStore(container_client("ccpstate1", "state", credential or Identity(), transport=transport), "cards")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RequestsTransport, "sleep", lambda _self, _seconds: None)


def test_what_is_put_is_read_under_the_callers_own_identity():
    memory = Memory()
    store(memory).write(STACK, "the one before")
    store(memory).write(STACK, CARD.serialise())
    assert memory.blobs == {PLACE: CARD.serialise().encode()}
    assert read_card(store(memory), STACK, "") == CARD
    assert {request.headers["Authorization"].split()[0] for request in memory.asked} == {"Bearer"}
    assert {request.url.partition("?")[0] for request in memory.asked} == {PLACE}
    assert len(memory.asked) == 3


def test_a_card_that_is_not_there_names_the_stack_to_run():
    with pytest.raises(RecordError, match=rf"^{PLACE}: found no card of {STACK}; allowed: its card; run it first$"):
        read_card(store(Memory()), STACK, "run it first")


def test_what_is_no_card_by_its_size_is_not_read():
    memory = Memory()
    memory.blobs[PLACE] = b"x" * (LARGEST + 1)
    with pytest.raises(RecordError, match="found 1,048,577 bytes; allowed: at most 1,048,576 bytes"):
        read_card(store(memory), STACK, "first")


def told(verb: str, wire: Memory, credential: Any = None) -> str:
    with pytest.raises(StoreRefused) as refused:
        store(wire, credential).read(STACK) if verb == "read" else store(wire, credential).write(STACK, "{}")
    return str(refused.value)


@pytest.mark.parametrize("verb", ["read", "write"])
def test_a_refusal_says_who_may_not_do_what_to_which_blob(verb: str):
    said = told(verb, Memory((403, "AuthorizationPermissionMismatch")))
    assert said.startswith(
        f"{PLACE}: the identity 11111111-2222-3333-4444-555555555555 (client 66666666-7777-8888-9999-000000000000) may not {verb} it "
        "(AuthorizationPermissionMismatch"
    )
    assert "\n" not in said


@pytest.mark.parametrize("verb", ["read", "write"])
def test_without_the_container_the_bootstrap_is_named(verb: str):
    assert told(verb, Memory((404, "ContainerNotFound"))).endswith(
        "there is no such container; the bootstrap makes it: run platform-azure-bootstrap first"
    )


@pytest.mark.parametrize("verb", ["read", "write"])
def test_without_credentials_or_without_a_way_there_it_is_told(verb: str):
    for said in (told(verb, Memory(), Nobody()), told(verb, Memory(requests.ConnectionError("name or service not known")))):
        assert said.startswith(f"{PLACE}: {verb} failed, because the store cannot be reached or there are no credentials for it: ")
