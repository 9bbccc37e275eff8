"""Where state and keys lie is known before they are made, and the bootstrap makes just that."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from civic.estate.card_files import card_key
from civic.estate.loading import load_estate
from civic.plan import Deployment
from components.contracts import KEYED_LAYERS
from components.state_store import secrets_provider, state_store
from tests.looping import each
from tests.planning import ESTATE, example_estate

PLATFORM = load_estate(ESTATE).platform


def bootstrap(cloud: str) -> Deployment:
    return Deployment.from_json(json.loads(example_estate()[f"platform-{cloud}-bootstrap"].plan))


def home(cloud: str) -> str:
    section = PLATFORM.cloud(cloud)
    assert section
    return section.home


def test_the_bootstrap_of_aws_makes_what_is_named():
    plan, store = bootstrap("aws"), state_store("aws", PLATFORM.code, home("aws"))
    (bucket,) = {urlsplit(address).netloc for address in (store.login, store.cards)}
    assert bucket in {one.inputs["bucket"] for one in plan.of_type("aws:s3/bucket:Bucket")}
    assert urlsplit(store.cards).path.removeprefix("/") == card_key("").rpartition("/")[0]
    aliases = {alias.inputs["name"] for alias in plan.of_type("aws:kms/alias:Alias")}
    for layer in each(("bootstrap", *KEYED_LAYERS)):
        provider = urlsplit(secrets_provider("aws", PLATFORM.code, home("aws"), layer, "some-stack"))
        assert provider.path.removeprefix("/") in aliases
        assert parse_qs(provider.query) == {"region": [home("aws")], "context_stack": ["some-stack"]}
    assert parse_qs(urlsplit(store.cards).query)["key"][0] in aliases


def test_the_bootstrap_of_azure_makes_what_is_named():
    plan, store = bootstrap("azure"), state_store("azure", PLATFORM.code, home("azure"))
    (account,) = plan.of_type("azure-native:storage:StorageAccount")
    assert urlsplit(store.cards).path.removeprefix("/") == card_key("").rpartition("/")[0]
    containers = {container.inputs["containerName"] for container in plan.of_type("azure-native:storage:BlobContainer")}
    for address in (store.login, store.cards):
        assert urlsplit(address).netloc in containers
        assert parse_qs(urlsplit(address).query) == {"storage_account": [account.inputs["accountName"]]}
    (vault,) = plan.of_type("azure-native:keyvault:Vault")
    keys = {key.inputs["keyName"] for key in plan.of_type("azure-native:keyvault:Key")}
    for layer in each(("bootstrap", *KEYED_LAYERS)):
        provider = urlsplit(secrets_provider("azure", PLATFORM.code, home("azure"), layer, "some-stack"))
        assert provider.netloc == f"{vault.inputs['vaultName']}.vault.azure.net"
        assert provider.path.removeprefix("/keys/") in keys


def test_a_cloud_that_has_none_is_a_programming_error():
    with pytest.raises(KeyError):
        state_store("elsewhere", "ccp", "here")
    with pytest.raises(KeyError):
        secrets_provider("elsewhere", "ccp", "here", "network", "some-stack")
