"""The hub's firewall: its rules in a bounded number of groups, and where it tells what it saw."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.aws.alarms import alarms_encrypt
from components.aws.handles import ArchiveHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.aws.keys import encryption_key
from components.aws.network.egress import AGREEMENT_BUCKETS, BUCKETS, CAPACITY, agreement_texts, isolation_text, rules_text
from components.aws.network.ranges import inside as inside_ranges
from components.aws.network.threats import THREAT_GROUPS, threat_group_arn
from components.aws.options import inside, protected
from components.contracts import NetworkHubArgs

PLACEHOLDER_RULE = 'drop ip any any -> 240.0.0.0/4 any (msg:"nobody yet"; sid:1; rev:1;)'
"""Every group exists from the beginning, so that the first body in it changes a text and nothing else."""
THREAT_PRIORITY, EGRESS_PRIORITY, AGREEMENT_PRIORITY, ISOLATION_PRIORITY = 1, 100, 200, 60_000
"""Priorities of the first group of each kind. Threats come before all that lets something pass, and that before the group that refuses."""
ISOLATION_CAPACITY = 100
DEFAULT_ACTIONS = ("aws:drop_established_app_layer_to_server", "aws:alert_established_app_layer_to_server")
"""What happens to a connection that no rule lets pass: dropped and told of, once it has said whom it calls.

``aws:drop_established`` judges the first packet after the handshake. A hello with a post-quantum key share takes two, so the name is not there
yet, and what is allowed would be dropped. Of the actions that wait for the name this one leaves a server's own packets of control alone.
Sources: AWS Network Firewall Developer Guide, "Managing evaluation order for Suricata compatible rules"; What's New, June 2026, "AWS Network
Firewall updates default drop action".
"""


class Firewall:
    """Children of the hub that let pass and refuse. The firewall has an endpoint in each of ``subnets`` (ids)."""

    def __init__(
        self,
        name: str,
        args: NetworkHubArgs[OrganisationHandle, ArchiveHandle, HubHandle, TenancyHandle],
        vpc: aws.ec2.Vpc,
        subnets: Sequence[pulumi.Input[str]],
        partition: pulumi.Output[str],
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._args, self._partition = name, args, partition
        self._inside = inside(parent)
        self.key = encryption_key(
            f"{name}-key",
            "Encrypts the firewall's rules, and what its alarms say",
            alarms_encrypt(args.tenancy.account),
            account=args.tenancy.account,
            partition=partition,
            parent=parent,
        )
        self.firewall = aws.networkfirewall.Firewall(
            f"{name}-firewall",
            name=args.owner.name("aws:network-firewall", name),
            firewall_policy_arn=self._policy().arn,
            vpc_id=vpc.id,
            subnet_mappings=[{"subnet_id": subnet} for subnet in subnets],
            delete_protection=True,
            subnet_change_protection=True,
            firewall_policy_change_protection=True,
            encryption_configuration={"type": "CUSTOMER_KMS", "key_id": self.key.arn},
            opts=protected(parent),
        )
        self._logs()

    def _policy(self) -> aws.networkfirewall.FirewallPolicy:
        ranges = inside_ranges(self._args)
        egress = self._groups("egress", BUCKETS, rules_text(self._args.egress, ranges))
        agreements = self._groups("agreements", AGREEMENT_BUCKETS, agreement_texts(self._args.agreements))
        isolation = self._group("isolation", isolation_text(ranges), ISOLATION_CAPACITY)
        references: list[aws.networkfirewall.FirewallPolicyFirewallPolicyStatefulRuleGroupReferenceArgsDict] = [
            *(
                {"priority": THREAT_PRIORITY + number, "resource_arn": threat_group_arn(threats, self._args.region, self._partition)}
                for number, threats in enumerate(THREAT_GROUPS)
            ),
            *({"priority": EGRESS_PRIORITY + bucket, "resource_arn": group.arn} for bucket, group in egress.items()),
            *({"priority": AGREEMENT_PRIORITY + bucket, "resource_arn": group.arn} for bucket, group in agreements.items()),
            {"priority": ISOLATION_PRIORITY, "resource_arn": isolation.arn},
        ]
        return aws.networkfirewall.FirewallPolicy(
            f"{self._name}-policy",
            name=self._args.owner.name("aws:network-firewall", self._name),
            encryption_configuration={"type": "CUSTOMER_KMS", "key_id": self.key.arn},
            firewall_policy={
                # Without it home is the firewall's own network, and signatures find nothing of anybody's (AWS Network Firewall best practices).
                "policy_variables": {"rule_variables": [{"key": "HOME_NET", "ip_set": {"definitions": [str(block) for block in ranges]}}]},
                "stateful_engine_options": {"rule_order": "STRICT_ORDER", "stream_exception_policy": "DROP"},
                "stateful_default_actions": list(DEFAULT_ACTIONS),
                "stateless_default_actions": ["aws:forward_to_sfe"],
                "stateless_fragment_default_actions": ["aws:forward_to_sfe"],
                "stateful_rule_group_references": references,
            },
            opts=self._inside,
        )

    def _groups(self, role: str, buckets: int, texts: Mapping[int, str]) -> dict[int, aws.networkfirewall.RuleGroup]:
        return {bucket: self._group(f"{role}-{bucket}", texts.get(bucket, PLACEHOLDER_RULE), CAPACITY) for bucket in range(buckets)}

    def _group(self, role: str, text: str, capacity: int) -> aws.networkfirewall.RuleGroup:
        return aws.networkfirewall.RuleGroup(
            f"{self._name}-{role}",
            name=self._args.owner.name("aws:network-firewall", f"{self._name}-{role}"),
            type="STATEFUL",
            capacity=capacity,
            encryption_configuration={"type": "CUSTOMER_KMS", "key_id": self.key.arn},
            rule_group={"stateful_rule_options": {"rule_order": "STRICT_ORDER"}, "rules_source": {"rules_string": text}},
            opts=self._inside,
        )

    def _logs(self) -> None:
        """Everything goes into the locked archive: a kind of log has one destination, and this is the one that nobody empties."""
        bucket = pulumi.Output.from_input(self._args.archive.bucket).apply(lambda arn: arn.rpartition(":")[2])
        aws.networkfirewall.LoggingConfiguration(
            f"{self._name}-firewall-logs",
            firewall_arn=self.firewall.arn,
            logging_configuration={
                "log_destination_configs": [
                    {"log_type": kind, "log_destination_type": "S3", "log_destination": {"bucketName": bucket, "prefix": "flow/firewall"}}
                    for kind in ("ALERT", "FLOW")
                ]
            },
            opts=self._inside,
        )
