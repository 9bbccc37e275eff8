"""Clouds with two AWS providers and an Azure one."""

import json
from typing import Any

from civic.simulator import CloudState, Failure, check, create, refused_at_change, refused_at_creation, update

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
    """What the clouds refuse of a resource that is made, or is changed where one of this name is there; what is not refused is there afterwards."""
    provider, state, who = ref or (AZURE if token.startswith("azure") else AWS), at or clouds(), urn(token, name)
    completed, failures = check(token, who, inputs, state, provider)
    known = next((thing.id for thing in state.world.things.values() if thing.urn == who), None)
    if known is None:
        failures = failures or refused_at_creation(token, who, completed, state, provider)
    else:
        failures = failures or refused_at_change(token, who, known, completed, state, provider)
    if not failures:
        _ = create(token, who, completed, state, provider) if known is None else update(token, who, known, completed, state, provider)
    return failures
