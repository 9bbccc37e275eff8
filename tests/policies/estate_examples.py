"""Examples for the rules over all plans together: one clean estate of two bodies on each cloud, and what breaks it."""

from typing import Any

from civic.plan import UNKNOWN
from policies.estate.service_pairs import ENDPOINTS, SERVICES, STACK
from policies.estate.tenant_isolation import APP, GROUP, GROUP_RULES, ROLE_ASSIGNMENT
from tests.policies.case import Case, Inputs, both, drop, put

VPC = "aws:ec2/vpc:Vpc"
VNET = "azure-native:network:VirtualNetwork"
AWS_SERVICE = "com.amazonaws.vpce.eu-west-2.vpce-svc-0123456789abcdef0"
AZURE_SERVICE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateLinkServices/payroll"
ACCOUNT, SUBSCRIPTION = "555555555555", "55555555-5555-4555-8555-555555555555"
AWS_APPLICATION, AZURE_APPLICATION = "civic-aws:index:Application$", "civic-azure:index:Application$"


def connection(service: str) -> list[dict[str, Any]]:
    return [{"privateLinkServiceId": service}]


CLEAN: dict[str, tuple[str, Inputs]] = {
    "north-aws-landing-zone/network": (VPC, {"cidrBlock": "10.1.0.0/16"}),
    "south-aws-landing-zone/network": (VPC, {"cidrBlock": "10.2.0.0/16"}),
    "north-azure-landing-zone/network": (VNET, {"addressSpace": {"addressPrefixes": ["10.3.0.0/16"]}}),
    "south-azure-landing-zone/network": (VNET, {"addressSpace": {"addressPrefixes": ["10.4.0.0/16"]}}),
    "platform-azure-network/hub": ("azure-native:network:VirtualHub", {"addressPrefix": "10.5.0.0/16"}),
    "south-aws-tenancy/p-south": (STACK, {"tenancy": {"account": ACCOUNT}}),
    "south-azure-tenancy/p-south": (STACK, {"tenancy": {"subscription": SUBSCRIPTION}}),
    "north-aws-landing-zone/north-offer-payroll": (
        SERVICES["aws"],
        {"serviceName": AWS_SERVICE, "allowedPrincipals": [f"arn:aws:iam::{ACCOUNT}:root"]},
    ),
    "north-azure-landing-zone/north-offer-payroll": (SERVICES["azure"], {"id": AZURE_SERVICE, "visibility": {"subscriptions": [SUBSCRIPTION]}}),
    "south-aws-applications/south-from-north-payroll": (ENDPOINTS["aws"], {"serviceName": AWS_SERVICE}),
    "south-azure-applications/south-from-north-payroll": (ENDPOINTS["azure"], {"manualPrivateLinkServiceConnections": connection(AZURE_SERVICE)}),
    "north-aws-applications/forms-group": (AWS_APPLICATION + GROUP, {"id": "sg-north"}),
    "south-aws-applications/forms-group": (AWS_APPLICATION + GROUP, {"id": "sg-south"}),
    "north-aws-applications/forms-in": (AWS_APPLICATION + GROUP_RULES[0], {"securityGroupId": "sg-north", "referencedSecurityGroupId": "sg-entry"}),
    "north-aws-applications/forms-out": (AWS_APPLICATION + GROUP_RULES[1], {"securityGroupId": "sg-north", "cidrIpv4": "10.0.0.0/8"}),
    "north-azure-applications/forms": (AZURE_APPLICATION + APP, {"resourceGroupName": "Cell-North"}),
    "south-azure-applications/forms": (AZURE_APPLICATION + APP, {"resourceGroupName": "cell-south"}),
    "north-azure-applications/right": (AZURE_APPLICATION + ROLE_ASSIGNMENT, {"scope": "/subscriptions/s/resourceGroups/cell-north/providers/x/y/z"}),
    "north-azure-applications/other-right": (ROLE_ASSIGNMENT, {"scope": "/subscriptions/s/resourceGroups/cell-south"}),
}
"""``<stack>/<logical name>`` -> (type, below the types that made it, and inputs). ``id`` and outputs are those of the inputs."""

CASES = {
    "estate-networks-apart": Case(
        (
            put("south-aws-landing-zone/network", "cidrBlock", to="10.1.128.0/20"),
            put("north-azure-landing-zone/network", "addressSpace", "addressPrefixes", to=["10.9.0.0/16", "10.4.4.0/24"]),
            put("platform-azure-network/hub", "addressPrefix", to="10.0.0.0/8"),
        ),
        put("north-aws-landing-zone/network", "cidrBlock", to=UNKNOWN),
        put("north-aws-landing-zone/network", "cidrBlock", to="everything"),
        put("north-aws-landing-zone/network", "cidrBlock", to=None),
    ),
    "estate-service-pairs-complete": Case(
        (
            drop("south-aws-applications/south-from-north-payroll"),
            put("south-aws-applications/south-from-north-payroll", "serviceName", to="com.amazonaws.eu-west-2.kms"),
            drop("north-aws-landing-zone/north-offer-payroll"),
            drop("south-azure-applications/south-from-north-payroll"),
            drop("north-azure-landing-zone/north-offer-payroll"),
        ),
        put("north-aws-landing-zone/north-offer-payroll", "allowedPrincipals", to=UNKNOWN),
        put("north-azure-landing-zone/north-offer-payroll", "visibility", "subscriptions", to=7),
        # Whom a service names and who is not in the run is not looked at.
        both(drop("south-aws-tenancy/p-south"), drop("south-aws-applications/south-from-north-payroll")),
    ),
    "estate-tenants-isolated": Case(
        (
            put("north-aws-applications/forms-in", "referencedSecurityGroupId", to="sg-south"),
            put("north-aws-applications/forms-out", "securityGroupId", to="sg-south"),
            put("north-azure-applications/right", "scope", to="/subscriptions/s/resourcegroups/Cell-South/providers/x/y/z"),
            put("north-azure-applications/forms", "resourceGroupName", to="cell-south"),
        ),
        put("north-azure-applications/forms", "resourceGroupName", to=UNKNOWN),
        put("north-azure-applications/forms", "resourceGroupName", to=7),
        # Whether that is another body's group, the pack asks in the stack that has it.
        put("north-aws-applications/forms-in", "referencedSecurityGroupId", to=UNKNOWN),
    ),
}
