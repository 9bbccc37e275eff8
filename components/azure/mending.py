"""Tasks that mend what is older than a policy: a policy itself acts only on what is made or changed after it.

A task that looks at everything anew works on an Azure subscription, and not on a management group (Microsoft Learn, "Remediate non-compliant
resources with Azure Policy"), so each Azure subscription has its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import authorization, policyinsights

from components.azure import options


@dataclass(frozen=True)
class Mending:
    """An assignment of a policy that mends what it finds, and the rights under which it does."""

    assignment: authorization.PolicyAssignment
    rights: Sequence[pulumi.Resource]


def mend(
    logical: str,
    assignment: pulumi.Input[str],
    *,
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
    after: Sequence[pulumi.Resource] = (),
) -> policyinsights.RemediationAtSubscription:
    """Look at the provider's Azure subscription anew, once, and mend what does not comply with the ``assignment`` (its id) of a policy."""
    return policyinsights.RemediationAtSubscription(
        logical,
        remediation_name=logical,
        policy_assignment_id=assignment,
        resource_discovery_mode=policyinsights.ResourceDiscoveryMode.RE_EVALUATE_COMPLIANCE,
        opts=options.inside(parent, provider, after=after),
    )
