"""The arguments and outputs that each capability promises, on every cloud.

Both ``components.aws`` and ``components.azure`` export a class for each capability, which takes these arguments and gives what the matching
``...Outputs`` protocol names; ``Cloud`` is all of them together. A layer therefore never asks which cloud it is on. Plain values decide
what exists; an ``Input`` is only passed on. What differs by cloud is a handle (``components.contracts.handles``), which a layer never opens.
"""

from components.contracts.baseline import Control, SecurityBaselineArgs, SecurityBaselineOutputs
from components.contracts.bootstrap import BootstrapArgs, BootstrapOutputs, StateKeys
from components.contracts.cards import (
    BootstrapCard,
    Door,
    FoundationCard,
    HostingCard,
    IdentityCard,
    LandingZoneCard,
    NetworkCard,
    TenancyCard,
    foundation_card,
    hosting_card,
    landing_zone_card,
    network_card,
    tenancy_card,
)
from components.contracts.classification import HANDLING, Handling
from components.contracts.cloud import Cloud
from components.contracts.errors import CardError, ContractError
from components.contracts.foundation import FoundationArgs, FoundationOutputs
from components.contracts.handles import ArchiveT, CardReader, CardValue, CellT, Handle, HubT, NetworkT, OrganisationT, TenancyT
from components.contracts.hosting import ApplicationArgs, ApplicationOutputs, Destination, HostingCellArgs, HostingCellOutputs, Workload
from components.contracts.identity import RunIdentitiesArgs, RunIdentitiesOutputs
from components.contracts.network import (
    AgreementRule,
    EgressRule,
    HubAttachmentArgs,
    HubAttachmentOutputs,
    NetworkConnectionArgs,
    NetworkConnectionOutputs,
    NetworkHubArgs,
    NetworkHubOutputs,
    PrivateEndpoint,
)
from components.contracts.owner import PLATFORM, Owner, platform_owner
from components.contracts.services import ServiceOfferArgs, ServiceOfferOutputs, ServiceSubscriptionArgs, ServiceSubscriptionOutputs
from components.contracts.tenancy import AccessArgs, AccessGrant, AccessOutputs, BudgetArgs, BudgetOutputs, TenancyArgs, TenancyOutputs
from components.contracts.tiers import REGION, TIERS, ZONES, SubnetKey, Tier, free_slots, of_tier, subnet_ranges, tier_named, tiers_on
from components.contracts.unsupported import UNSUPPORTED
from components.contracts.voice import VoiceConnectionArgs, VoiceConnectionOutputs
from components.contracts.words import (
    KEYED_LAYERS,
    PIPELINE_LAYERS,
    PIPELINES,
    PLATFORM_TENANCIES,
    ROLES,
    RUN_LAYERS,
    Classification,
    CloudName,
    ControlOwner,
    Environment,
    Placement,
)

__all__ = [
    "HANDLING",
    "KEYED_LAYERS",
    "PIPELINES",
    "PIPELINE_LAYERS",
    "PLATFORM",
    "PLATFORM_TENANCIES",
    "REGION",
    "ROLES",
    "RUN_LAYERS",
    "TIERS",
    "UNSUPPORTED",
    "ZONES",
    "AccessArgs",
    "AccessGrant",
    "AccessOutputs",
    "AgreementRule",
    "ApplicationArgs",
    "ApplicationOutputs",
    "ArchiveT",
    "BootstrapArgs",
    "BootstrapCard",
    "BootstrapOutputs",
    "BudgetArgs",
    "BudgetOutputs",
    "CardError",
    "CardReader",
    "CardValue",
    "CellT",
    "Classification",
    "Cloud",
    "CloudName",
    "ContractError",
    "Control",
    "ControlOwner",
    "Destination",
    "Door",
    "EgressRule",
    "Environment",
    "FoundationArgs",
    "FoundationCard",
    "FoundationOutputs",
    "Handle",
    "Handling",
    "HostingCard",
    "HostingCellArgs",
    "HostingCellOutputs",
    "HubAttachmentArgs",
    "HubAttachmentOutputs",
    "HubT",
    "IdentityCard",
    "LandingZoneCard",
    "NetworkCard",
    "NetworkConnectionArgs",
    "NetworkConnectionOutputs",
    "NetworkHubArgs",
    "NetworkHubOutputs",
    "NetworkT",
    "OrganisationT",
    "Owner",
    "Placement",
    "PrivateEndpoint",
    "RunIdentitiesArgs",
    "RunIdentitiesOutputs",
    "SecurityBaselineArgs",
    "SecurityBaselineOutputs",
    "ServiceOfferArgs",
    "ServiceOfferOutputs",
    "ServiceSubscriptionArgs",
    "ServiceSubscriptionOutputs",
    "StateKeys",
    "SubnetKey",
    "TenancyArgs",
    "TenancyCard",
    "TenancyOutputs",
    "TenancyT",
    "Tier",
    "VoiceConnectionArgs",
    "VoiceConnectionOutputs",
    "Workload",
    "foundation_card",
    "free_slots",
    "hosting_card",
    "landing_zone_card",
    "network_card",
    "of_tier",
    "platform_owner",
    "subnet_ranges",
    "tenancy_card",
    "tier_named",
    "tiers_on",
]
