"""What has one subnet in a zone is refused two."""

import pytest

from civic.simulator import create
from civic.simulator.aws.zones import ONE_IN_A_ZONE, SUBNET
from civic.simulator.sdk import resource_class
from tests.civic.simulator.support import AWS, clouds, refusals, urn
from tests.looping import each

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
BALANCER = {"name": "door", "loadBalancerType": "network", "internal": True}


@pytest.mark.parametrize(
    ("token", "inputs", "key"),
    [
        (ENDPOINT, {"vpcId": "vpc-1", "serviceName": "com.amazonaws.eu-west-2.ecs", "vpcEndpointType": "Interface"}, "subnetIds"),
        ("aws:ec2transitgateway/vpcAttachment:VpcAttachment", {"vpcId": "vpc-1", "transitGatewayId": "tgw-1"}, "subnetIds"),
        ("aws:lb/loadBalancer:LoadBalancer", BALANCER, "subnets"),
    ],
)
def test_two_subnets_of_one_zone_are_refused(token: str, inputs: dict[str, object], key: str):
    at, subnets = clouds(), dict[str, str]()
    for number, zone in enumerate(("eu-west-2a", "eu-west-2b", "eu-west-2a")):
        block = {"vpcId": "vpc-1", "cidrBlock": f"10.0.{number}.0/24", "availabilityZone": zone}
        ident, _ = create(SUBNET, urn(SUBNET, f"s{number}"), block, at, AWS)
        subnets[str(number)] = ident
    (failure,) = refusals(token, {**inputs, key: [subnets["0"], subnets["2"]]}, at=at)
    assert failure.property == key
    assert "both lie in eu-west-2a" in failure.reason
    assert refusals(token, {**inputs, key: [subnets["0"], subnets["1"]]}, at=at) == []
    (changed,) = refusals(token, {**inputs, key: [subnets["0"], subnets["1"], subnets["2"]]}, at=at)
    assert "both lie in eu-west-2a" in changed.reason


def test_a_subnet_of_which_nothing_is_known_is_not_refused():
    given = {"vpcId": "vpc-1", "serviceName": "com.amazonaws.eu-west-2.ecs", "vpcEndpointType": "Interface", "subnetIds": ["subnet-1", "subnet-2"]}
    assert refusals(ENDPOINT, given) == []


def test_types_exist():
    for token in each(ONE_IN_A_ZONE):
        assert resource_class(token)
