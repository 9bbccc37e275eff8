"""The store of each cloud, from the platform record by the project's own naming: the one thing that commands ask of ``components``."""

import os

from civic.estate.card_store import VARIABLE, CardStore, PublishedStore, card_store
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from components.state_store import StateStore, secrets_provider, state_store


def cards_of(estate: Estate, cloud: str) -> CardStore:
    """Where stacks of this cloud read cards, as ``stacks/cards.py`` finds it."""
    if estate.published:
        return PublishedStore(estate.root)
    return card_store(os.environ.get(VARIABLE) or state_store(cloud, estate.platform.code, _home(estate, cloud)).cards)


def store_of(estate: Estate, cloud: str) -> StateStore:
    """Where the state and the cards of this cloud's stacks lie."""
    return state_store(cloud, estate.platform.code, _home(estate, cloud))


def login_of(estate: Estate, cloud: str) -> str:
    """Where ``pulumi login`` goes."""
    return state_store(cloud, estate.platform.code, _home(estate, cloud)).login


def secrets_provider_of(estate: Estate, name: StackName) -> str:
    """What encrypts the secrets in the state of a stack."""
    return secrets_provider(name.cloud, estate.platform.code, _home(estate, name.cloud), name.layer, str(name))


def _home(estate: Estate, cloud: str) -> str:
    section = estate.platform.cloud(cloud)
    assert section is not None, f"a stack of {cloud} is implied, which the platform record has no section for"
    return section.home
