"""What a body's people are told of: one table of activity-log alerts.

Source: Microsoft Learn, "Azure Monitor activity log alerts"; the list follows the CIS Microsoft Azure Foundations Benchmark.
"""

from collections.abc import Mapping
from types import MappingProxyType

ALERTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "policy-assigned": ("Microsoft.Authorization/policyAssignments/write", "A guardrail was assigned or changed"),
        "policy-removed": ("Microsoft.Authorization/policyAssignments/delete", "A guardrail was removed"),
        "rules-changed": ("Microsoft.Network/networkSecurityGroups/write", "The rules of a network were changed"),
        "rules-removed": ("Microsoft.Network/networkSecurityGroups/delete", "The rules of a network were removed"),
        "defence-changed": ("Microsoft.Security/securitySolutions/write", "A security solution was changed"),
        "defence-removed": ("Microsoft.Security/securitySolutions/delete", "A security solution was removed"),
        "rights-given": ("Microsoft.Authorization/roleAssignments/write", "Somebody was given rights"),
        "lock-removed": ("Microsoft.Authorization/locks/delete", "A lock was removed"),
        # A break-glass administrator begins by elevating access. Sign-ins themselves are in the directory's own log.
        "break-glass": ("Microsoft.Authorization/elevateAccess/action", "Break-glass: somebody took rights over the whole directory"),
    }
)
"""Alert key -> (operation, what it means)."""
CATEGORY = "Administrative"
