"""Every rule there is: a pack for each cloud, and the rules over the whole estate."""

import importlib
from functools import lru_cache
from pathlib import Path

from policies.rule import Rule

ESTATE = "estate"
ACCESS = "access"
REACH = "reach"
COMPONENTS = "components"
FOLDER = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def clouds() -> tuple[str, ...]:
    """Clouds that have a pack here: a folder with a ``PulumiPolicy.yaml``."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/PulumiPolicy.yaml")))


@lru_cache(maxsize=8)
def rules_for(cloud: str) -> tuple[Rule, ...]:
    """The rules of a cloud's services. Raises ``ValueError`` for one that has none."""
    if cloud not in clouds():
        raise ValueError(f"no pack for '{cloud}'; there are {', '.join(clouds())}")
    return importlib.import_module(f"policies.{cloud}.rules").RULES


@lru_cache(maxsize=8)
def component_rules(cloud: str) -> tuple[Rule, ...]:
    """The rules that hold a cloud's components to what they cannot be without."""
    return importlib.import_module("policies.components").component_rules(cloud)


@lru_cache(maxsize=8)
def pack_rules(cloud: str) -> tuple[Rule, ...]:
    """All that the pack of a cloud serves to the Pulumi engine. Raises ``ValueError`` for a cloud that has none."""
    return (*rules_for(cloud), *component_rules(cloud))


@lru_cache(maxsize=1)
def estate_rules() -> tuple[Rule, ...]:
    """The rules over all plans together."""
    return importlib.import_module("policies.estate").RULES


@lru_cache(maxsize=1)
def access_rules() -> tuple[Rule, ...]:
    """The rules about who may do what, which are asked of runs and identities."""
    return importlib.import_module("policies.rights").RULES


@lru_cache(maxsize=1)
def path_rules() -> tuple[Rule, ...]:
    """Those of them that ask who can become whom, and reach what."""
    return importlib.import_module("policies.rights").PATHS


@lru_cache(maxsize=1)
def reach_rules() -> tuple[Rule, ...]:
    """The rules about who reaches whom, which are asked of networks."""
    return importlib.import_module("policies.reach").RULES


@lru_cache(maxsize=1)
def all_rules() -> tuple[tuple[str, Rule], ...]:
    """(pack, rule) of every rule; the pack is a cloud, ``components``, ``estate``, ``access`` or ``reach``."""
    held = tuple(one for cloud in clouds() for one in component_rules(cloud))
    whole = ((ESTATE, estate_rules()), (ACCESS, access_rules()), (REACH, reach_rules()))
    packs = (*((cloud, rules_for(cloud)) for cloud in clouds()), (COMPONENTS, held), *whole)
    return tuple((pack, one) for pack, rules in packs for one in rules)


@lru_cache(maxsize=1)
def stack_rules() -> tuple[Rule, ...]:
    """The rules of every cloud's pack, those of components among them. Types are one cloud's alone, so that no stack needs to say which cloud it is of."""
    return tuple(one for pack, one in all_rules() if pack not in (ESTATE, ACCESS, REACH))


def rule_ids() -> frozenset[str]:
    return frozenset(one.id for _, one in all_rules())
