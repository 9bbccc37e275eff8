"""Which changed inputs make a provider replace a resource instead of updating it."""

from collections.abc import Mapping

from civic.simulator.limits import LIMITS

_TABLE: Mapping[str, frozenset[str]] = {
    # "Forces new resource" in the Terraform documents that the AWS provider follows.
    "aws:ec2/vpc:Vpc": frozenset({"cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength"}),
    "aws:ec2/subnet:Subnet": frozenset({"vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"}),
    "aws:ec2/routeTable:RouteTable": frozenset({"vpcId"}),
    "aws:ec2/securityGroup:SecurityGroup": frozenset({"name", "description", "vpcId"}),
    "aws:ec2/vpcEndpoint:VpcEndpoint": frozenset({"vpcId", "serviceName", "vpcEndpointType"}),
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": frozenset({"vpcId", "transitGatewayId"}),
    "aws:ec2transitgateway/routeTable:RouteTable": frozenset({"transitGatewayId"}),
    "aws:networkfirewall/firewall:Firewall": frozenset({"vpcId"}),
    "aws:organizations/account:Account": frozenset(),
    "aws:organizations/organizationalUnit:OrganizationalUnit": frozenset({"parentId"}),
    "aws:organizations/policy:Policy": frozenset({"type"}),
}
_RENAMED_IN_PLACE = frozenset({"aws:organizations/account:Account", "aws:organizations/policy:Policy"})
_AZURE = frozenset({"location", "resourceGroupName", "scope"})
"""Azure Resource Manager moves nothing: place and name are part of a resource's identity."""


def replaces(token: str) -> frozenset[str]:
    """Properties of ``token`` whose change forces a replacement."""
    found = _TABLE.get(token, frozenset())
    if token.startswith("azure-native:"):
        found |= _AZURE
    if token in LIMITS and token not in _RENAMED_IN_PLACE:
        found |= {LIMITS[token].property}
    return found
