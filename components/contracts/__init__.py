"""The arguments and outputs that each capability promises, on every cloud.

Both ``components.aws`` and ``components.azure`` export a class for each capability, take these
arguments, and set the attributes that the matching ``...Outputs`` protocol names. A layer
therefore never asks which cloud it is on. Plain values decide what exists; an ``Input`` is only
passed on.

Words that differ by cloud are given once here:

============  ===============================  ==========================================
word          AWS                              Azure
============  ===============================  ==========================================
tenancy       account id                       Azure subscription id
unit          organisational unit id           management group resource id
identity      IAM role ARN of a pipeline       principal (object) id of a managed identity
transit       Transit Gateway id               virtual hub resource id
dns           Route 53 Profile id              DNS forwarding ruleset resource id
network       VPC id                           virtual network resource id
archive       bucket ARN                       storage account resource id
key           KMS key ARN                      Key Vault key URI
cell          hosting account's cluster        Container Apps environment
place         role in the hosting account      resource group in the hosting Azure subscription
door          endpoint service and its target  Private Link Service
============  ===============================  ==========================================
"""

from components.contracts.baseline import Control, SecurityBaselineArgs, SecurityBaselineOutputs
from components.contracts.foundation import FoundationArgs, FoundationOutputs
from components.contracts.hosting import ApplicationArgs, ApplicationOutputs, HostingCellArgs, HostingCellOutputs, HostingHandle, Workload
from components.contracts.network import (
    AgreementRule,
    EgressRule,
    NetworkConnectionArgs,
    NetworkConnectionOutputs,
    NetworkHubArgs,
    NetworkHubOutputs,
    PrivateEndpoint,
)
from components.contracts.services import ServiceOfferArgs, ServiceOfferOutputs, ServiceSubscriptionArgs, ServiceSubscriptionOutputs
from components.contracts.tenancy import AccessArgs, AccessGrant, AccessOutputs, BudgetArgs, BudgetOutputs, TenancyArgs, TenancyHandle, TenancyOutputs
from components.contracts.voice import VoiceConnectionArgs, VoiceConnectionOutputs
from components.contracts.words import PIPELINES, PLATFORM_TENANCIES, ROLES, Classification, Owner, Placement

__all__ = [
    "PIPELINES",
    "PLATFORM_TENANCIES",
    "ROLES",
    "AccessArgs",
    "AccessGrant",
    "AccessOutputs",
    "AgreementRule",
    "ApplicationArgs",
    "ApplicationOutputs",
    "BudgetArgs",
    "BudgetOutputs",
    "Classification",
    "Control",
    "EgressRule",
    "FoundationArgs",
    "FoundationOutputs",
    "HostingCellArgs",
    "HostingCellOutputs",
    "HostingHandle",
    "NetworkConnectionArgs",
    "NetworkConnectionOutputs",
    "NetworkHubArgs",
    "NetworkHubOutputs",
    "Owner",
    "Placement",
    "PrivateEndpoint",
    "SecurityBaselineArgs",
    "SecurityBaselineOutputs",
    "ServiceOfferArgs",
    "ServiceOfferOutputs",
    "ServiceSubscriptionArgs",
    "ServiceSubscriptionOutputs",
    "TenancyArgs",
    "TenancyHandle",
    "TenancyOutputs",
    "VoiceConnectionArgs",
    "VoiceConnectionOutputs",
    "Workload",
]
