"""What a cloud cannot do: arguments of a contract that a component of one cloud does not read, each with the reason.

A test holds that every argument of every contract is read on each cloud or stands here; the reference pages print the table.
"""

from collections.abc import Mapping
from types import MappingProxyType

from components.contracts.words import CloudName

UNSUPPORTED: Mapping[tuple[CloudName, str, str], str] = MappingProxyType(
    {
        ("aws", "AccessArgs", "owner"): "An assignment of Identity Center has neither a name nor tags.",
        ("aws", "ApplicationArgs", "entries"): "An application is called from the entry's security group, whatever the addresses in it.",
        ("aws", "BootstrapArgs", "directory"): "An AWS account belongs to no directory.",
        ("aws", "FoundationArgs", "billing"): "Accounts of an organisation are billed to its management account.",
        ("aws", "FoundationArgs", "root"): "The management account is the one that the component's provider acts in.",
        ("aws", "HubAttachmentArgs", "region"): "The component's provider acts in one region.",
        ("aws", "NetworkConnectionArgs", "callers"): "No tier is the entry's alone: its security group says who may call (HostingCellArgs.sources).",
        ("aws", "NetworkHubArgs", "attachers"): "The gateway is shared with the organisation and accepts attachments by itself.",
        ("aws", "NetworkHubArgs", "hosted"): "A cell's zone is public, so every network finds its names without the hub.",
        ("aws", "PrivateEndpoint", "group"): "An interface endpoint leads to a whole service.",
        ("aws", "SecurityBaselineArgs", "organisation"): "Trail, detection and posture reach every account of the organisation by themselves.",
        ("aws", "HostingCellArgs", "archive"): (
            "Load balancers write to no bucket with a key of its owner's, and no log group fills another account's bucket by itself: "
            "a cell's logs stay in its account, for as long as 'retention_days' says."
        ),
        ("aws", "HostingCellArgs", "block"): "Everything in a cell is called by security group; AWS gives out the addresses in its subnets.",
        ("aws", "HostingCellArgs", "certificate"): "AWS issues one as soon as the domain is delegated.",
        ("aws", "HostingCellArgs", "hub"): "The zone of the cell's domain is public, so every resolver knows its names.",
        ("aws", "HostingCellArgs", "organisation"): "Nothing in a cell trusts the organisation as a whole; each role names who may take it.",
        ("aws", "HostingCellArgs", "ranges"): "Everything in a cell is called by security group; AWS gives out the addresses in its subnets.",
        ("aws", "HostingCellArgs", "upstreams"): "A cell caches every registry that Amazon ECR can, so a new application changes no cell.",
        ("aws", "ServiceOfferArgs", "direct"): "A Network Load Balancer leads to an address by itself: no door here has forwarders.",
        ("aws", "ServiceOfferArgs", "ranges"): "AWS gives out the addresses in the subnets that a door lies in.",
        ("aws", "ServiceOfferArgs", "zones"): "The subnets that a door lies in have their zones.",
        ("aws", "TenancyArgs", "billing"): "Accounts of an organisation are billed to its management account.",
        ("aws", "VoiceConnectionArgs", "archive"): "Amazon Chime writes call logs to log groups of the account, and to no bucket of another.",
        ("aws", "VoiceConnectionArgs", "numbers"): "Numbers are ported by an order that people place, and no resource binds them to a connector.",
        ("aws", "VoiceConnectionArgs", "tenancy"): "The account is the one that the component's provider acts in.",
        ("azure", "TenancyArgs", "mailbox"): "An Azure subscription has no root user, hence no mailbox of one.",
    }
)
"""(cloud, contract, argument) -> why."""
