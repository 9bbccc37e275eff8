"""What the AWS provider or AWS refuses of sizes and formats, the simulated cloud refuses."""

import pytest

from civic.plan.wire import UNKNOWN
from civic.simulator.refusals import refused

CONNECTOR = "abcdef1ghij2klmno3pqr4"
ORIGINATION = "aws:chime/voiceConnectorOrigination:VoiceConnectorOrigination"
GROUP = "aws:networkfirewall/ruleGroup:RuleGroup"
PASS = 'pass tls [10.0.0.0/8] any -> any 443 (tls.sni; content:"a.example"; msg:"a (b)"; flow:to_server; rev:1; sid:{};)'


def rules(*lines: str, capacity: int = 10) -> dict[str, object]:
    return {"type": "STATEFUL", "name": "g", "capacity": capacity, "ruleGroup": {"rulesSource": {"rulesString": "\n".join(lines)}}}


@pytest.mark.parametrize(
    ("token", "inputs", "why"),
    [
        (
            ORIGINATION,
            {"voiceConnectorId": CONNECTOR, "routes": [{"host": "sbc.example", "priority": 1, "weight": 1, "protocol": "TCP"}]},
            "expected a valid IP",
        ),
        ("aws:ec2/subnet:Subnet", {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/29"}, "10.0.0.0/29 is not between a /16 and a /28"),
        ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/8"}, "10.0.0.0/8 is not between a /16 and a /28"),
        (GROUP, rules(PASS.format(1), PASS.format(1)), "line 2: each rule has one sid, which no other of its group has; found 1"),
        (
            "aws:iam/policy:Policy",
            {"description": "arn of Calling __str__ on an Output[T] is not supported."},
            "a text was made of an output that was not resolved",
        ),
        (GROUP, rules("pass tls any any -> any 443"), "line 1 is no Suricata rule"),
        (GROUP, rules('pass pop3 any any -> any 443 (msg:"m"; sid:1;)'), "does not know the protocol 'pop3'"),
        (GROUP, rules('pass tls any any -> any 443 (msg:"no number"; rev:1;)'), "found none"),
        (GROUP, rules(PASS.format(1), PASS.format(2), capacity=1), "2 rules in a group that holds 1"),
    ],
)
def test_it_is_refused(token: str, inputs: dict[str, object], why: str):
    (failure,) = refused(token, inputs)
    assert why in failure.reason


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (ORIGINATION, {"voiceConnectorId": CONNECTOR, "routes": [{"host": "192.0.2.1", "priority": 1, "weight": 1, "protocol": "TCP"}]}),
        (ORIGINATION, {"voiceConnectorId": CONNECTOR, "routes": [{"host": UNKNOWN, "priority": 1, "weight": 1, "protocol": "TCP"}]}),
        ("aws:ec2/subnet:Subnet", {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/28"}),
        (GROUP, rules("# first", PASS.format(1), "", PASS.format(2))),
    ],
)
def test_what_is_right_or_not_known_yet_is_not_refused(token: str, inputs: dict[str, object]):
    assert refused(token, inputs) == []
