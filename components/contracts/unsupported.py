"""What a cloud cannot do: arguments of a contract that a component of one cloud does not read, each with the reason.

A test holds that every argument of every contract is read on each cloud or stands here; the reference pages print the table.
"""

from collections.abc import Mapping
from types import MappingProxyType

from components.contracts.words import CloudName

_ONE_SUBNET = (
    "Container Apps has no firewall for each application: what runs in an environment leaves by the environment's one subnet, so what it may "
    "call is said by the network's security groups and, outside the network, by the hub's firewall."
)

UNSUPPORTED: Mapping[tuple[CloudName, str, str], str] = MappingProxyType(
    {
        ("aws", "AccessArgs", "organisation"): "What a role may do is said in each account.",
        ("aws", "AccessGrant", "approvers"): "AWS asks nobody when a role is entered; the trust's groups and days bind it.",
        ("aws", "AccessArgs", "tenancy"): "The account is the one that the component's provider acts in.",
        ("aws", "ApplicationArgs", "entries"): "An application is called from the entry's security group, whatever the addresses in it.",
        ("aws", "BootstrapArgs", "directory"): "An AWS account belongs to no directory.",
        ("aws", "FoundationArgs", "archive_locked"): "Object Lock binds from the first day of a bucket: nothing is left to lock later.",
        ("aws", "FoundationArgs", "management"): "On AWS the management account is the root of the organisation, and stands as 'root'.",
        ("aws", "FoundationArgs", "billing"): "Accounts of an organisation are billed to its management account.",
        ("aws", "EdgeArgs", "region"): "CloudFront finds an origin in any region by its id.",
        ("azure", "EdgeArgs", "retention_days"): "What the firewall refused is in the archive's workspace with every other call.",
        ("azure", "EdgeArgs", "tenancy"): "Nothing of an edge names the Azure subscription that it lies in.",
        (
            "azure",
            "HostingCellArgs",
            "published",
        ): "Front Door comes to the environment by a private link, of which the cell has to know nothing.",
        ("aws", "HubAttachmentArgs", "region"): "The component's provider acts in one region.",
        ("aws", "NetworkConnectionArgs", "callers"): "No tier is the entry's alone: its security group says who may call (HostingCellArgs.sources).",
        ("aws", "NetworkHubArgs", "retention_days"): "What the firewall saw goes into the archive and nowhere else, which keeps it for its own days.",
        ("aws", "NetworkHubArgs", "public_addresses"): "Each zone has a NAT gateway with an address and 55,000 ports of its own.",
        ("aws", "NetworkHubArgs", "attachers"): "The gateway is shared with the organisation and accepts attachments by itself.",
        ("aws", "NetworkHubArgs", "hosted"): "A cell's zone is public, so every network finds its names without the hub.",
        ("aws", "PrivateEndpoint", "group"): "An interface endpoint leads to a whole service.",
        ("aws", "HostingCellArgs", "archive"): (
            "Load balancers write to no bucket with a key of its owner's, and no log group fills another account's bucket by itself: "
            "a cell's logs stay in its account, for as long as 'retention_days' says."
        ),
        ("aws", "HostingCellArgs", "block"): "Everything in a cell is called by security group; AWS gives out the addresses in its subnets.",
        ("aws", "HostingCellArgs", "certificate"): "AWS issues one as soon as the domain is delegated.",
        ("aws", "HostingCellArgs", "hub"): "The zone of the cell's domain is public, so every resolver knows its names.",
        ("aws", "HostingCellArgs", "organisation"): "Nothing in a cell trusts the organisation as a whole; each role names who may take it.",
        (
            "aws",
            "HostingCellArgs",
            "upstreams",
        ): "Images are copied into a cell by the pipeline, whatever registry they come from, so a new application changes no cell.",
        ("aws", "RunIdentitiesArgs", "archive"): "Logs are sent by services of AWS, and by no right of whoever points them there.",
        ("aws", "RunIdentitiesArgs", "cell"): "A tenant's role in a cell is named by its owner, and trusts its owner's run by name.",
        ("aws", "RunIdentitiesArgs", "hosting"): "A tenant's role in a cell is named by its owner, and trusts its owner's run by name.",
        ("aws", "RunIdentitiesArgs", "hub"): "The gateway is shared with the organisation and accepts attachments by itself.",
        ("aws", "RunIdentitiesArgs", "network"): "The gateway is shared with the organisation and accepts attachments by itself.",
        ("aws", "ServiceOfferArgs", "direct"): "A Network Load Balancer leads to an address by itself: no door here has forwarders.",
        ("aws", "ServiceOfferArgs", "ranges"): "AWS gives out the addresses in the subnets that a door lies in.",
        ("aws", "ServiceOfferArgs", "zones"): "The subnets that a door lies in have their zones.",
        ("aws", "TenancyArgs", "billing"): "Accounts of an organisation are billed to its management account.",
        ("aws", "VoiceConnectionArgs", "archive"): "Amazon Chime writes call logs to log groups of the account, and to no bucket of another.",
        ("aws", "VoiceConnectionArgs", "numbers"): "Numbers are ported by an order that people place, and no resource binds them to a connector.",
        ("azure", "AccessArgs", "directory"): "Azure knows the groups of the platform's directory alone; others' people are guests in it.",
        ("azure", "AccessArgs", "home"): "People enter Azure by the directory, in no region.",
        ("azure", "BootstrapArgs", "runs"): "Azure has no boundary around what an identity may be given.",
        ("azure", "BootstrapArgs", "sign_ins"): "Azure knows the groups of the platform's directory alone.",
        ("azure", "FoundationArgs", "sign_ins"): "Azure knows the groups of the platform's directory alone.",
        ("azure", "FoundationArgs", "mailboxes"): "An Azure subscription has no root user, hence no mailbox of one.",
        ("azure", "NetworkConnectionArgs", "organisation"): "A private endpoint leads to one resource, and its policy has no organisation to name.",
        ("azure", "NetworkConnectionArgs", "zones"): "A subnet spans the zones of its region, so a network is in none of them.",
        ("azure", "NetworkHubArgs", "tenancy"): "Nothing in a hub names the Azure subscription that it lies in.",
        (
            "azure",
            "SecurityBaselineArgs",
            "hosting",
        ): "An alert may tell an action group of any Azure subscription, which lets in nobody by a policy.",
        ("azure", "SecurityBaselineArgs", "findings"): "The Defender of each Azure subscription writes to the platform's contact itself.",
        ("azure", "VoiceConnectionArgs", "addresses"): (
            "Direct routing knows a controller by its certificate and its verified domain, and has no list of addresses."
        ),
        ("azure", "VoiceConnectionArgs", "key"): "Communication Services encrypts with the provider's own keys and takes nobody else's.",
        ("azure", "VoiceConnectionArgs", "numbers"): (
            "Direct routing binds no telephone numbers: the controller leads a range to the trunk, and a call names its own caller."
        ),
        ("azure", "VoiceConnectionArgs", "tenancy"): "Nothing in a trunk names the Azure subscription that it lies in.",
        ("azure", "ApplicationArgs", "calls"): _ONE_SUBNET,
        (
            "azure",
            "ApplicationArgs",
            "placement",
        ): "What an application has lies in its body's own group in either placement; the cell says the rest.",
        ("azure", "ApplicationArgs", "tenancy"): "The component's provider and the cell say where an application runs.",
        ("azure", "ApplicationArgs", "door"): "A door leads to the address of the cell's entry, which knows its applications by name.",
        ("azure", "ApplicationArgs", "endpoints"): _ONE_SUBNET,
        ("azure", "ApplicationArgs", "outside"): _ONE_SUBNET,
        (
            "azure",
            "ApplicationArgs",
            "priority",
        ): "One listener takes every name of the cell, and the environment tells them apart: none comes first.",
        (
            "azure",
            "ApplicationArgs",
            "retention_days",
        ): "An application's logs are in the workspace of its cell, which keeps all for the cell's days.",
        (
            "azure",
            "HostingCellArgs",
            "block",
        ): "Who reaches what within a cell is said by its network's security groups, which are made with the network.",
        (
            "azure",
            "ApplicationArgs",
            "home",
        ): "A body's people are given the vault of their own group in a cell with their access, not by an application.",
        ("azure", "HostingCellArgs", "delegated"): "The certificate is the platform's or the body's own, which waits for no delegation.",
        ("azure", "HostingCellArgs", "management"): "Who may act in a tenant's place is given the role on it with its identity, not by the cell.",
        (
            "azure",
            "RunIdentitiesArgs",
            "addresses",
        ): "A federated credential asks for a subject and knows no addresses; store and vault ask for them.",
        (
            "azure",
            "ServiceOfferArgs",
            "block",
        ): "A door's forwarders are let in from the doors and out to one address; the provider's range is in no rule.",
        ("azure", "SecurityBaselineArgs", "backup_days"): "A vault holds nothing before there is hosting: it is made there, with its days.",
        ("azure", "SecurityBaselineArgs", "management"): "No Azure subscription is beyond the policies of the management groups above it.",
        ("azure", "SecurityBaselineArgs", "regions"): "An Azure subscription has one activity log for all regions.",
        ("azure", "ServiceOfferArgs", "regions"): "A Private Link Service is reached from every region without being told which.",
        (
            "azure",
            "ServiceSubscriptionArgs",
            "port",
        ): "Azure applies no security group to the endpoint of such a service; the offer's forwarders pass its port.",
        ("azure", "ServiceSubscriptionArgs", "service_region"): "An endpoint finds a service in any region by the service's id.",
        (
            "azure",
            "ServiceSubscriptionArgs",
            "sources",
        ): "Azure applies no security group to the endpoint of such a service: the network and the hub's firewall do.",
        ("azure", "TenancyArgs", "mailbox"): "An Azure subscription has no root user, hence no mailbox of one.",
        (
            "azure",
            "Workload",
            "user",
        ): "Container Apps has no setting for the user that a container runs as: it is the image's own, which the store's review checks.",
    }
)
"""(cloud, contract, argument) -> why."""
