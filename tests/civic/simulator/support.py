"""Clouds with two AWS providers and an Azure one."""

import json
from typing import Any

from civic.simulator import CloudState, Failure, check

AWS, OTHER, AZURE = "urn:aws::1", "urn:other::2", "urn:azure::3"
ACCOUNT, SUBSCRIPTION = "111122223333", "33333333-3333-3333-3333-333333333333"


def roles(account: str) -> str:
    return json.dumps([{"roleArn": "arn:aws:iam::999999999999:role/first"}, {"roleArn": f"arn:aws:iam::{account}:role/deploy"}])


def clouds() -> CloudState:
    state = CloudState()
    state.add_provider(AWS, {"region": "eu-west-2", "assumeRoles": roles(ACCOUNT)})
    state.add_provider(OTHER, {"region": "eu-west-1", "allowedAccountIds": '["444455556666"]'})
    state.add_provider(AZURE, {"subscriptionId": SUBSCRIPTION})
    return state


def urn(token: str, name: str = "it") -> str:
    return f"urn:pulumi:s::p::{token}::{name}"


def refusals(token: str, inputs: dict[str, Any], *, name: str = "it", at: CloudState | None = None, ref: str = "") -> list[Failure]:
    provider = ref or (AZURE if token.startswith("azure") else AWS)
    return check(token, urn(token, name), inputs, at or clouds(), provider)[1]
