"""Cards in the bucket of the state on AWS, under the caller's own credentials, by boto3."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from civic.estate.card_files import LARGEST
from civic.estate.card_store import NoCard, StoreRefused
from civic.input_files import UnreadableFile

if TYPE_CHECKING:
    from botocore.client import BaseClient

CONFIG = Config(connect_timeout=10, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 4})
NEEDS = {
    "read": "s3:GetObject on it and kms:Decrypt on the cards' key",
    "write": "s3:PutObject on it and kms:GenerateDataKey on the cards' key",
}
"""What an identity needs (Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys", Permissions)."""


class BucketStore:
    """Objects ``<prefix>/<stack>.json``. Putting an object is atomic by itself."""

    def __init__(self, bucket: str, prefix: str, *, region: str, key: str) -> None:
        self._bucket, self._prefix, self._region, self._key = bucket, prefix, region, key

    def shown(self, stack: str) -> str:
        return f"s3://{self._bucket}/{self._object(stack)}"

    def read(self, stack: str) -> bytes:
        try:
            answer = self._client("s3").get_object(Bucket=self._bucket, Key=self._object(stack))
            if answer["ContentLength"] > LARGEST:
                raise UnreadableFile(self.shown(stack), f"{answer['ContentLength']:,} bytes", f"at most {LARGEST:,} bytes")
            return answer["Body"].read()
        except ClientError as error:
            if _code(error) == "NoSuchKey":
                raise NoCard(stack) from None
            raise self._refused("read", stack, error) from None
        except BotoCoreError as error:
            raise self._unreachable("read", stack, error) from None

    def write(self, stack: str, text: str) -> None:
        try:
            self._client("s3").put_object(
                Bucket=self._bucket,
                Key=self._object(stack),
                Body=text.encode(),
                ContentType="application/json",
                ServerSideEncryption="aws:kms",
                SSEKMSKeyId=self._key,
            )
        except ClientError as error:
            raise self._refused("write", stack, error) from None
        except BotoCoreError as error:
            raise self._unreachable("write", stack, error) from None

    def _object(self, stack: str) -> str:
        return f"{self._prefix}/{stack}.json"

    def _client(self, service: str) -> "BaseClient":
        return boto3.Session().client(service, region_name=self._region, config=CONFIG)

    def _refused(self, verb: str, stack: str, error: ClientError) -> StoreRefused:
        if _code(error) == "NoSuchBucket":
            return StoreRefused(f"{self.shown(stack)}: there is no bucket {self._bucket}; the bootstrap makes it: run platform-aws-bootstrap first")
        told = f"{_code(error)}: {error.response.get('Error', {}).get('Message', '')}"
        return StoreRefused(f"{self.shown(stack)}: {self._caller()} may not {verb} it ({told}); needed: {NEEDS[verb]}")

    def _unreachable(self, verb: str, stack: str, error: BotoCoreError) -> StoreRefused:
        return StoreRefused(f"{self.shown(stack)}: {verb} failed, because the store cannot be reached or there are no credentials for it: {error}")

    def _caller(self) -> str:
        """ARN of whoever asks; every identity may ask for its own."""
        try:
            return str(self._client("sts").get_caller_identity()["Arn"])
        except (ClientError, BotoCoreError):
            return "whoever these credentials are of"


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
