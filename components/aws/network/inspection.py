"""Where all traffic passes: a VPC with a firewall in each zone, and the only way to the internet."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

from ipaddress import IPv4Network
from typing import Any

import pulumi
import pulumi_aws as aws

from components.aws.documents import account_decides, document, logs_encrypt
from components.aws.network.egress import AGREEMENT_BUCKETS, BUCKETS, CAPACITY, agreement_texts, isolation_text, rules_text
from components.contracts import NetworkHubArgs
from components.naming import physical

TIERS = {"attachment": 0, "firewall": 1, "public": 2}
"""Tier -> its quarter of the zone's part of the hub's range."""
LOG_DAYS = 400
NOTHING = 'drop ip any any -> 240.0.0.0/4 any (msg:"nobody yet"; sid:1; rev:1;)'
"""Every group exists from the beginning, so that the first body in it changes a text and nothing else."""
LAST = 60_000
"""Priority of the group that refuses; what lets something pass comes before it."""


class Inspection:
    """Children of the hub that inspect (AWS Network Firewall Developer Guide, "Architecture with an internet gateway and a NAT gateway")."""

    def __init__(
        self,
        name: str,
        args: NetworkHubArgs,
        gateway: aws.ec2transitgateway.TransitGateway,
        partition: pulumi.Output[str],
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._args, self._gateway, self._partition, self._parent = name, args, gateway, partition, parent
        self._inside = pulumi.ResourceOptions(parent=parent)
        self._kept = pulumi.ResourceOptions(parent=parent, protect=True)
        self._zones = {zone[-1]: zone for zone in args.zones}
        self.vpc = self._network()
        self._subnets = {f"{tier}-{key}": self._subnet(tier, key) for tier in TIERS for key in self._zones}
        self.attachment = self._attach()
        self._internet = aws.ec2.InternetGateway(f"{name}-internet", vpc_id=self.vpc.id, opts=self._inside)
        self._exits = {key: self._exit(key) for key in self._zones}
        self.key = self._key()
        self.firewall = self._firewall()
        for key in self._zones:
            self._route(key)

    def _network(self) -> aws.ec2.Vpc:
        name = self._name
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=str(self._args.block),
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": name},
            opts=self._kept,
        )
        aws.ec2.DefaultSecurityGroup(f"{name}-default-group", vpc_id=vpc.id, ingress=[], egress=[], opts=self._inside)
        aws.ec2.FlowLog(
            f"{name}-flow",
            vpc_id=vpc.id,
            traffic_type="ALL",
            log_destination_type="s3",
            log_destination=pulumi.Output.concat(self._args.archive, "/flow/"),
            max_aggregation_interval=60,
            opts=self._inside,
        )
        return vpc

    def _range(self, tier: str, key: str) -> IPv4Network:
        quarter = list(self._args.block.subnets(prefixlen_diff=2))["abcd".index(key)]
        return list(quarter.subnets(prefixlen_diff=2))[TIERS[tier]]

    def _subnet(self, tier: str, key: str) -> aws.ec2.Subnet:
        return aws.ec2.Subnet(
            f"{self._name}-{tier}-{key}",
            vpc_id=self.vpc.id,
            availability_zone=self._zones[key],
            cidr_block=str(self._range(tier, key)),
            map_public_ip_on_launch=False,
            opts=self._inside,
        )

    def _attach(self) -> aws.ec2transitgateway.VpcAttachment:
        return aws.ec2transitgateway.VpcAttachment(
            f"{self._name}-inspection-attachment",
            transit_gateway_id=self._gateway.id,
            vpc_id=self.vpc.id,
            subnet_ids=[self._subnets[f"attachment-{key}"].id for key in self._zones],
            # A firewall keeps the state of a connection in one zone; both directions must pass it there.
            appliance_mode_support="enable",
            transit_gateway_default_route_table_association=False,
            transit_gateway_default_route_table_propagation=False,
            opts=self._kept,
        )

    def _exit(self, key: str) -> aws.ec2.NatGateway:
        address = aws.ec2.Eip(f"{self._name}-address-{key}", domain="vpc", opts=self._kept)
        return aws.ec2.NatGateway(
            f"{self._name}-nat-{key}",
            allocation_id=address.id,
            subnet_id=self._subnets[f"public-{key}"].id,
            opts=pulumi.ResourceOptions(parent=self._parent, depends_on=[self._internet]),
        )

    def _key(self) -> aws.kms.Key:
        logs = logs_encrypt(self._partition, self._args.region, self._args.tenancy)
        return aws.kms.Key(
            f"{self._name}-key",
            description="Encrypts the firewall's rules and logs",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=document(account_decides(self._partition, self._args.tenancy), logs),
            opts=self._kept,
        )

    def _firewall(self) -> aws.networkfirewall.Firewall:
        name, platform = self._name, self._args.platform
        encrypted = {"type": "CUSTOMER_KMS", "key_id": self.key.arn}
        policy = aws.networkfirewall.FirewallPolicy(
            f"{name}-policy",
            name=physical("aws:network-firewall", platform=platform, role=name),
            encryption_configuration=encrypted,
            firewall_policy={
                "stateful_engine_options": {"rule_order": "STRICT_ORDER", "stream_exception_policy": "DROP"},
                "stateful_default_actions": ["aws:drop_established", "aws:alert_established"],
                "stateless_default_actions": ["aws:forward_to_sfe"],
                "stateless_fragment_default_actions": ["aws:forward_to_sfe"],
                "stateful_rule_group_references": [
                    *({"priority": 100 + bucket, "resource_arn": group.arn} for bucket, group in self._groups(encrypted).items()),
                    *({"priority": 200 + bucket, "resource_arn": group.arn} for bucket, group in self._agreements(encrypted).items()),
                    {"priority": LAST, "resource_arn": self._isolation(encrypted).arn},
                ],
            },
            opts=self._inside,
        )
        firewall = aws.networkfirewall.Firewall(
            f"{name}-firewall",
            name=physical("aws:network-firewall", platform=platform, role=name),
            firewall_policy_arn=policy.arn,
            vpc_id=self.vpc.id,
            subnet_mappings=[{"subnet_id": self._subnets[f"firewall-{key}"].id} for key in self._zones],
            delete_protection=True,
            subnet_change_protection=True,
            firewall_policy_change_protection=True,
            encryption_configuration=encrypted,
            opts=self._kept,
        )
        self._log(firewall)
        return firewall

    def _groups(self, encrypted: dict[str, pulumi.Input[str]]) -> dict[int, aws.networkfirewall.RuleGroup]:
        texts = rules_text(self._args.egress)
        return {bucket: self._group(f"egress-{bucket}", texts.get(bucket, NOTHING), CAPACITY, encrypted) for bucket in range(BUCKETS)}

    def _agreements(self, encrypted: dict[str, pulumi.Input[str]]) -> dict[int, aws.networkfirewall.RuleGroup]:
        texts = agreement_texts(self._args.agreements)
        return {bucket: self._group(f"agreements-{bucket}", texts.get(bucket, NOTHING), CAPACITY, encrypted) for bucket in range(AGREEMENT_BUCKETS)}

    def _isolation(self, encrypted: dict[str, pulumi.Input[str]]) -> aws.networkfirewall.RuleGroup:
        return self._group("isolation", isolation_text(self._args.bodies), 100, encrypted)

    def _group(self, role: str, text: str, capacity: int, encrypted: dict[str, pulumi.Input[str]]) -> aws.networkfirewall.RuleGroup:
        return aws.networkfirewall.RuleGroup(
            f"{self._name}-{role}",
            name=physical("aws:network-firewall", platform=self._args.platform, role=f"{self._name}-{role}"),
            type="STATEFUL",
            capacity=capacity,
            encryption_configuration=encrypted,
            rule_group={"stateful_rule_options": {"rule_order": "STRICT_ORDER"}, "rules_source": {"rules_string": text}},
            opts=self._inside,
        )

    def _log(self, firewall: aws.networkfirewall.Firewall) -> None:
        destinations = []
        for kind in ("ALERT", "FLOW"):
            group = aws.cloudwatch.LogGroup(
                f"{self._name}-firewall-{kind.lower()}",
                name=f"/civic/{self._name}/firewall-{kind.lower()}",
                retention_in_days=LOG_DAYS,
                kms_key_id=self.key.arn,
                opts=self._kept,
            )
            destinations.append({"log_type": kind, "log_destination_type": "CloudWatchLogs", "log_destination": {"logGroup": group.name}})
        aws.networkfirewall.LoggingConfiguration(
            f"{self._name}-firewall-logs",
            firewall_arn=firewall.arn,
            logging_configuration={"log_destination_configs": destinations},
            opts=self._inside,
        )

    def _endpoint(self, key: str) -> pulumi.Output[str]:
        """The firewall's endpoint in a zone: the one that lies in that zone's subnet."""
        subnet = self._subnets[f"firewall-{key}"].id

        def found(args: list[Any]) -> str:
            statuses, wanted = args
            for state in statuses[0]["sync_states"]:
                if state["attachments"][0]["subnet_id"] == wanted:
                    return state["attachments"][0]["endpoint_id"]
            raise LookupError(f"{self._name}: the firewall has no endpoint in zone {key} yet")

        return pulumi.Output.all(self.firewall.firewall_statuses, subnet).apply(found)

    def _route(self, key: str) -> None:
        endpoint = self._endpoint(key)
        ways = {
            "attachment": {"out": ("0.0.0.0/0", {"vpc_endpoint_id": endpoint})},
            "firewall": {
                "out": ("0.0.0.0/0", {"nat_gateway_id": self._exits[key].id}),
                **{f"bodies-{i}": (str(block), {"transit_gateway_id": self._gateway.id}) for i, block in self._supernets()},
            },
            "public": {
                "out": ("0.0.0.0/0", {"gateway_id": self._internet.id}),
                **{f"bodies-{i}": (str(block), {"vpc_endpoint_id": endpoint}) for i, block in self._supernets()},
            },
        }
        for tier, routes in ways.items():
            stem = f"{self._name}-{tier}-{key}"
            table = aws.ec2.RouteTable(f"{stem}-routes", vpc_id=self.vpc.id, opts=self._inside)
            aws.ec2.RouteTableAssociation(f"{stem}-table", subnet_id=self._subnets[f"{tier}-{key}"].id, route_table_id=table.id, opts=self._inside)
            for way, (destination, target) in routes.items():
                aws.ec2.Route(
                    f"{stem}-{way}",
                    route_table_id=table.id,
                    destination_cidr_block=destination,
                    opts=pulumi.ResourceOptions(parent=self._parent, depends_on=[self.attachment]),
                    **target,
                )

    def _supernets(self) -> list[tuple[str, IPv4Network]]:
        # Keyed by the range itself: adding a supernet before another renames nothing.
        return [(str(block).replace("/", "-"), block) for block in self._args.bodies]
