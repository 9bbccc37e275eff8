"""Words that every contract uses."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Classification = Literal["official", "official-sensitive"]
Environment = Literal["live", "test"]
ControlOwner = Literal["foundation", "tenancy", "directory"]
"""Who makes a control. What the directory makes is inherited, and not assessed by anything here."""
CloudName = Literal["aws", "azure"]
Placement = Literal["shared", "dedicated"]

PLATFORM_TENANCIES = ("log-archive", "security", "network", "hosting")
"""The platform's own tenancies, by purpose. Names are for ever: they are in URNs."""

PIPELINES = ("foundation", "network", "hosting")
"""Pipelines of the platform's own layers, each with one identity, in order of their rights."""
PIPELINE_LAYERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"foundation": ("foundation", "identity"), "network": ("network",), "hosting": ("hosting",)}
)
"""Layers that each of them deploys: identities are made by whom no run of theirs can rewrite."""
RUN_LAYERS = ("tenancy", "landing-zone", "applications")
"""Layers whose every stack has an identity of its own, for one body on one cloud, in order of their rights."""
KEYED_LAYERS = (*(layer for layers in PIPELINE_LAYERS.values() for layer in layers), *RUN_LAYERS)
"""Layers whose secrets have a key of their own: all but the bootstrap, which makes the keys."""

PLATFORM_ROLES = ("soc-reader", "operator", "auditor", "break-glass")
"""As what one of the platform's own people may enter its tenancies: a SOC reader sees what detection found, besides what a reader sees."""
ROLES = ("reader", "operator", "auditor", "break-glass")
"""As what a person may enter a tenancy, in order of name."""
