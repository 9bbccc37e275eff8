"""What each data source asks of its cloud: the calls of its provider (``pulumi-aws`` is bridged from ``terraform-provider-aws``, whose source this is).

A data source that a program calls and that stands nowhere here is a finding of a test, as a type without a row is.
"""

from collections.abc import Mapping
from types import MappingProxyType

from civic.catalogue.actions import Needs, anywhere, on

INVOKES: Mapping[str, Needs] = MappingProxyType(
    {
        # Of what the provider knows by itself: no call (internal/service/meta/partition_data_source.go).
        "aws:index/getPartition:getPartition": (),
        # sts:GetCallerIdentity asks for no right, and none can forbid it (AWS STS API Reference, GetCallerIdentity).
        "aws:index/getCallerIdentity:getCallerIdentity": (),
        # internal/service/ec2/vpc_prefix_list_data_source.go; the action takes no resource.
        "aws:ec2/getPrefixList:getPrefixList": anywhere("ec2:DescribePrefixLists"),
        # internal/service/ec2/vpc_managed_prefix_list_data_source.go: the list itself, then what is in it.
        "aws:ec2/getManagedPrefixList:getManagedPrefixList": anywhere("ec2:DescribeManagedPrefixLists ec2:GetManagedPrefixListEntries"),
        "azure-native:network:getNetworkInterface": on(
            "/subscriptions/{account}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/networkInterfaces/{networkInterfaceName}",
            "Microsoft.Network/networkInterfaces/read",
        ),
    }
)
"""Token -> calls. A word of a template is an argument of the data source; ``{account}`` on Azure is the Azure subscription."""
