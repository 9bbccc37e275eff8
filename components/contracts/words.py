"""Words that every contract uses."""

from typing import Literal

Classification = Literal["official", "official-sensitive"]
Environment = Literal["live", "test"]
ControlOwner = Literal["foundation", "tenancy", "directory"]
"""Who makes a control. What the directory makes is inherited, and not assessed by anything here."""
CloudName = Literal["aws", "azure"]
Placement = Literal["shared", "dedicated"]

PLATFORM_TENANCIES = ("log-archive", "security", "network", "hosting")
"""The platform's own tenancies, by purpose. Names are for ever: they are in URNs."""

PIPELINES = ("foundation", "network", "hosting", "tenancy", "landing-zone", "applications")
"""Layers that have a pipeline identity of their own, in order of their rights."""

ROLES = ("reader", "operator", "auditor", "break-glass")
"""As what a person may enter a tenancy, in order of name."""
