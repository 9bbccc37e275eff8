"""What whoever makes the identities of runs needs where they are made: the actions of two custom roles.

Source: Microsoft Learn, "Azure permissions for Identity", "Azure permissions for Management and governance".
"""

from components.azure.hosting import rights as hosting_rights

MAKING = (
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/*",
)
"""In the resource groups of runs' identities alone: those of the platform's pipelines lie elsewhere."""

EVIDENCE = ("Microsoft.Insights/diagnosticSettings/read", "Microsoft.Insights/diagnosticSettings/write")
"""In the management Azure subscription: where its logs and those of the state go. Nobody deletes a setting."""

GIVING = hosting_rights.ASSIGNING
"""On the state store and on the keys of runs' layers: the bootstrap's own two roles, and no other."""
