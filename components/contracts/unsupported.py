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
        ("azure", "FoundationArgs", "mailboxes"): "An Azure subscription has no root user, hence no mailbox of one.",
        ("azure", "NetworkConnectionArgs", "organisation"): "A private endpoint leads to one resource, and its policy has no organisation to name.",
        ("azure", "NetworkConnectionArgs", "zones"): "A subnet spans the zones of its region, so a network is in none of them.",
        ("azure", "NetworkHubArgs", "organisation"): "A hub is shared by roles on it, not with an organisation.",
        ("azure", "NetworkHubArgs", "tenancy"): "Nothing in a hub names the Azure subscription that it lies in.",
        ("azure", "VoiceConnectionArgs", "addresses"): (
            "Direct routing knows a controller by its certificate and its verified domain, and has no list of addresses."
        ),
        ("azure", "VoiceConnectionArgs", "key"): "Communication Services encrypts with the provider's own keys and takes nobody else's.",
        ("azure", "VoiceConnectionArgs", "numbers"): (
            "Direct routing binds no telephone numbers: the controller leads a range to the trunk, and a call names its own caller."
        ),
        ("azure", "VoiceConnectionArgs", "tenancy"): "Nothing in a trunk names the Azure subscription that it lies in.",
        ("azure", "TenancyArgs", "mailbox"): "An Azure subscription has no root user, hence no mailbox of one.",
    }
)
"""(cloud, contract, argument) -> why."""
