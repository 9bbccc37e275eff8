"""Cards in a bucket, by boto3 against moto: written under the cards' key, read again, and each refusal said with who, what and which object."""

from collections.abc import Iterator

import boto3
import pytest
from botocore.stub import Stubber

from civic.errors import InputError
from civic.estate import card_store_s3
from civic.estate.card_files import LARGEST, CardFile
from civic.estate.card_store import StoreRefused, card_store, read_card
from civic.estate.card_store_s3 import BucketStore
from civic.records.errors import RecordError

moto = pytest.importorskip("moto", reason="SKIPPED: moto is not installed, so nothing is shown of cards on AWS")

STACK = "northshire-aws-tenancy"
ADDRESS = "s3://ccp-state-1/cards?region=eu-west-2&key=alias/ccp-cards"
PLACE = f"s3://ccp-state-1/cards/{STACK}.json"
CARD = CardFile(STACK, "0" * 40, "a" * 64, "2026-11-24", {"tenancy": {"account": "111122223333"}})


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credential of whoever runs the tests reaches a store."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


@pytest.fixture
def bucket() -> Iterator[None]:
    with moto.mock_aws():
        boto3.client("s3", region_name="eu-west-2").create_bucket(Bucket="ccp-state-1", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        key = boto3.client("kms", region_name="eu-west-2").create_key()["KeyMetadata"]["KeyId"]
        boto3.client("kms", region_name="eu-west-2").create_alias(AliasName="alias/ccp-cards", TargetKeyId=key)
        yield


@pytest.mark.usefixtures("bucket")
def test_what_is_put_is_read_and_lies_under_the_cards_key():
    store = card_store(ADDRESS)
    store.write(STACK, "the one before")
    store.write(STACK, CARD.serialise())
    assert read_card(store, STACK, "") == CARD
    found = boto3.client("s3", region_name="eu-west-2").head_object(Bucket="ccp-state-1", Key=f"cards/{STACK}.json")
    assert (found["ServerSideEncryption"], found["SSEKMSKeyId"], found["ContentType"]) == ("aws:kms", "alias/ccp-cards", "application/json")


@pytest.mark.usefixtures("bucket")
def test_a_card_that_is_not_there_names_the_stack_to_run():
    with pytest.raises(RecordError, match=rf"^{PLACE}: found no card of {STACK}; allowed: its card; run it first$"):
        read_card(card_store(ADDRESS), STACK, "run it first")


@pytest.mark.usefixtures("bucket")
def test_what_is_no_card_by_its_size_is_not_read():
    card_store(ADDRESS).write(STACK, "x" * (LARGEST + 1))
    with pytest.raises(RecordError, match=rf"^{PLACE}: found 1,048,577 bytes; allowed: at most 1,048,576 bytes; first$"):
        read_card(card_store(ADDRESS), STACK, "first")


@moto.mock_aws()
def test_without_the_bucket_the_bootstrap_is_named():
    for act in (lambda: card_store(ADDRESS).read(STACK), lambda: card_store(ADDRESS).write(STACK, "{}")):
        with pytest.raises(StoreRefused, match=rf"^{PLACE}: there is no bucket ccp-state-1; .*: run platform-aws-bootstrap first$"):
            act()


@pytest.mark.parametrize(("verb", "operation"), [("read", "get_object"), ("write", "put_object")])
def test_a_refusal_says_who_may_not_do_what_to_which_object(monkeypatch: pytest.MonkeyPatch, verb: str, operation: str):
    s3, sts = (boto3.client(service, region_name="eu-west-2") for service in ("s3", "sts"))
    monkeypatch.setattr(BucketStore, "_client", lambda _self, service: {"s3": s3, "sts": sts}[service])
    store = card_store(ADDRESS)
    with Stubber(s3) as refusing, Stubber(sts) as known:
        refusing.add_client_error(operation, "AccessDenied", "Access Denied", http_status_code=403)
        known.add_response(
            "get_caller_identity", {"Arn": "arn:aws:sts::111122223333:assumed-role/ccp-run/1", "UserId": "x:1", "Account": "111122223333"}
        )
        with pytest.raises(StoreRefused) as refused:
            store.read(STACK) if verb == "read" else store.write(STACK, "{}")
    assert isinstance(refused.value, InputError)
    assert str(refused.value) == (
        f"{PLACE}: arn:aws:sts::111122223333:assumed-role/ccp-run/1 may not {verb} it (AccessDenied: Access Denied); needed: {card_store_s3.NEEDS[verb]}"
    )


def test_a_store_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr(card_store_s3, "CONFIG", card_store_s3.CONFIG.merge(card_store_s3.Config(retries={"total_max_attempts": 1})))
    with pytest.raises(StoreRefused, match=rf"^{PLACE}: read failed, because the store cannot be reached or there are no credentials"):
        card_store(ADDRESS).read(STACK)


def test_without_credentials_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: object):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, f"{tmp_path}/none")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(StoreRefused, match="Unable to locate credentials"):
        card_store(ADDRESS).write(STACK, "{}")
