"""What carries tags in an Azure subscription, by Azure Resource Graph, under the caller's own sign-in."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from civic.changes.orphans import Listed
from civic.inventory import InventoryRefused, Place

BASE = "https://management.azure.com"
URL = f"{BASE}/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01"
PAGE = 1000
"""Rows of one answer, at most (Azure Resource Graph, "Paging results")."""

Ask = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""A query's body -> its answer."""


def ask(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Post a query."""
    from azure.core import PipelineClient
    from azure.core.pipeline.policies import BearerTokenCredentialPolicy, RetryPolicy
    from azure.core.rest import HttpRequest
    from azure.identity import DefaultAzureCredential

    client: Any = PipelineClient(BASE, policies=[RetryPolicy(), BearerTokenCredentialPolicy(DefaultAzureCredential(), f"{BASE}/.default")])
    answer = client.send_request(HttpRequest("POST", URL, json=dict(body)))
    answer.raise_for_status()
    return answer.json()


class TaggedOnAzure:
    """Tables ``resources`` and ``resourcecontainers``: the second has the resource groups."""

    def __init__(self, ask: Ask = ask) -> None:
        self._ask = ask

    def resources(self, place: Place, tags: Mapping[str, str]) -> Iterator[Listed]:
        conditions = " and ".join(f"tags[{_quoted(key)}] =~ {_quoted(value)}" for key, value in sorted(tags.items()))
        query = f"resources | union resourcecontainers | where {conditions} | project id, tags | order by id asc"
        token = ""
        while True:
            options: dict[str, Any] = {"resultFormat": "objectArray", "$top": PAGE, **({"$skipToken": token} if token else {})}
            answer = self._answer(place, {"subscriptions": [place.account], "query": query, "options": options})
            yield from (Listed(row["id"], row.get("tags") or {}) for row in answer.get("data", ()))
            token = answer.get("$skipToken") or ""
            if not token:
                return

    def _answer(self, place: Place, body: Mapping[str, Any]) -> Mapping[str, Any]:
        from azure.core.exceptions import AzureError

        try:
            return self._ask(body)
        except AzureError as error:
            raise InventoryRefused(f"Azure subscription {place.account}: Resource Graph cannot be asked ({error}); needed: read on it") from None


def _quoted(text: str) -> str:
    r"""A string of KQL; ``\`` and ``'`` escaped."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
