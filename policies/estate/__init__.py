"""Rules over all plans together. To add one, write it here and list it in ``RULES``."""

from collections.abc import Mapping, Sequence

from civic.plan import Resource
from policies.checks import Finding, check_plans
from policies.estate import addresses, service_pairs, tenant_isolation

RULES = (addresses.networks_apart, service_pairs.service_pairs_complete, tenant_isolation.tenants_isolated)

ESTATE_TYPES = frozenset(token for one in RULES for token in (*one.types, *one.reads))
"""Types of the resources that these rules look at."""


def estate_findings(by_stack: Mapping[str, Sequence[Resource]]) -> list[Finding]:
    """Findings over the resources of all stacks in a run, by stack. Resources of other types than ``ESTATE_TYPES`` do no harm."""
    return check_plans(by_stack, RULES)


__all__ = ["ESTATE_TYPES", "RULES", "estate_findings"]
