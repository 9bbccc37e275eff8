"""Types of Azure (package ``azure-native``): a module for each of the provider's.

Names follow Microsoft Learn, "Naming rules and restrictions for Azure resources"; ids its "Azure resource providers and types". What is no
part of an id and still cannot be changed stands in ``replaced_by``.
"""

REPLACED_EVERYWHERE = frozenset({"location", "resourceGroupName", "scope"})
"""Azure Resource Manager moves nothing: place and name are part of a resource's identity."""
