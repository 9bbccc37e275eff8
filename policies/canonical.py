"""Stacks as rules look at them: every type by today's token."""

from dataclasses import replace

from civic.catalogue.tokens import canonical
from civic.plan import Deployment


def normalised(deployment: Deployment) -> Deployment:
    """The same resources, with older and versioned type tokens as today's (``Resource.token`` keeps the program's own spelling)."""
    tokens = {resource.type: canonical(resource.type) for resource in deployment}
    if all(token == today for token, today in tokens.items()):
        return deployment
    return Deployment(tuple(replace(resource, type=tokens[resource.type]) for resource in deployment))
