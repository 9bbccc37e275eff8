"""Types of Azure (package ``azure-native``): a module for each of the provider's.

Names follow Microsoft Learn, "Naming rules and restrictions for Azure resources"; ids its "Azure resource providers and types". What is no
part of an id stands in ``replaced_by`` where azure-native makes another resource when it changes: what the API's specification gives
``x-ms-mutability`` without ``update``, and what the provider adds (``provider/pkg/gen/replacement.go``, ``reports/forceNewTypes.json``). What the
API lets nobody change although the provider tries stands in ``fixed``: arguments that force a new resource in the documentation of Terraform's
azurerm provider and are not in the first list.
"""

REPLACED_EVERYWHERE = frozenset({"location", "resourceGroupName", "scope"})
"""Azure Resource Manager moves nothing: place and name are part of a resource's identity."""
