"""Cards in a container beside the state on Azure, under the caller's own identity, by azure-storage-blob and azure-identity."""

import base64
import binascii
import json

from azure.core.credentials import TokenCredential
from azure.core.exceptions import AzureError, ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.core.pipeline.transport import HttpTransport
from azure.identity import DefaultAzureCredential
from azure.storage.blob import ContainerClient, ContentSettings

from civic.estate.card_files import LARGEST
from civic.estate.card_store import NoCard, StoreRefused
from civic.input_files import UnreadableFile

SCOPE = "https://storage.azure.com/.default"
TIMES = {"connection_timeout": 10, "read_timeout": 30, "retry_total": 3, "initial_backoff": 1, "increment_base": 2}
"""Seconds, and attempts after the first: by itself the library would wait a minute before it says that there is nothing."""
NEEDED = "a role with the data action blobs/read or blobs/write whose condition names this path, from an address that the account lets in"


def container_client(account: str, container: str, credential: TokenCredential | None = None, **options: HttpTransport) -> ContainerClient:
    """A client for one container of one account, with the caller's own credential unless another is given, and the library's own ``transport``."""
    client: ContainerClient = ContainerClient(
        f"https://{account}.blob.core.windows.net",
        container,
        credential=credential or DefaultAzureCredential(),
        **{**TIMES, **options},
    )
    return client


class ContainerStore:
    """Blobs ``<prefix>/<stack>.json``. A blob as small as a card is put by one request, which is atomic by itself."""

    def __init__(self, client: ContainerClient, prefix: str) -> None:
        self._client, self._prefix = client, prefix

    def shown(self, stack: str) -> str:
        return f"{self._client.url}/{self._blob(stack)}"

    def read(self, stack: str) -> bytes:
        try:
            blob = self._client.download_blob(self._blob(stack), max_concurrency=1)
            if blob.size > LARGEST:
                raise UnreadableFile(self.shown(stack), f"{blob.size:,} bytes", f"at most {LARGEST:,} bytes")
            return blob.readall()
        except ResourceNotFoundError as error:
            if _code(error) == "BlobNotFound":
                raise NoCard(stack) from None
            raise self._refused("read", stack, error) from None
        except AzureError as error:
            raise self._refused("read", stack, error) from None

    def write(self, stack: str, text: str) -> None:
        try:
            settings = ContentSettings(content_type="application/json")
            self._client.upload_blob(self._blob(stack), text.encode(), overwrite=True, content_settings=settings)
        except AzureError as error:
            raise self._refused("write", stack, error) from None

    def _blob(self, stack: str) -> str:
        return f"{self._prefix}/{stack}.json"

    def _refused(self, verb: str, stack: str, error: AzureError) -> StoreRefused:
        place, told = self.shown(stack), f"{_code(error)} {error.message}".split("\n")[0].strip()
        if _code(error) == "ContainerNotFound":
            return StoreRefused(f"{place}: there is no such container; the bootstrap makes it: run platform-azure-bootstrap first")
        if isinstance(error, HttpResponseError) and not isinstance(error, ClientAuthenticationError):
            return StoreRefused(f"{place}: {self._caller()} may not {verb} it ({told}); needed: {NEEDED}")
        return StoreRefused(f"{place}: {verb} failed, because the store cannot be reached or there are no credentials for it: {told}")

    def _caller(self) -> str:
        """Object and client id of whoever asks, from its own token."""
        try:
            token = self._client.credential.get_token(SCOPE).token
            payload = token.split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        except (AzureError, IndexError, AttributeError, ValueError, binascii.Error):
            return "whoever these credentials are of"
        return f"the identity {claims.get('oid', '')} (client {claims.get('appid') or claims.get('azp', '')})"


def _code(error: AzureError) -> str:
    return str(getattr(error, "error_code", "") or "")
