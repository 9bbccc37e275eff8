"""What a cloud cannot do: arguments of a contract that a component of one cloud does not read, each with the reason.

A test holds that every argument of every contract is read on each cloud or stands here; the reference pages print the table.
"""

from collections.abc import Mapping
from types import MappingProxyType

from components.contracts.words import CloudName

UNSUPPORTED: Mapping[tuple[CloudName, str, str], str] = MappingProxyType(
    {
        ("aws", "BootstrapArgs", "directory"): "An AWS account belongs to no directory.",
        ("aws", "FoundationArgs", "billing"): "Accounts of an organisation are billed to its management account.",
        ("aws", "TenancyArgs", "billing"): "Accounts of an organisation are billed to its management account.",
        ("azure", "TenancyArgs", "mailbox"): "An Azure subscription has no root user, hence no mailbox of one.",
    }
)
"""(cloud, contract, argument) -> why."""
