"""Who reaches an application, and whom it reaches: one security group of its own, every way a rule of its own."""

import pulumi
import pulumi_aws as aws

from components.aws.hosting.database import PORT
from components.contracts import ApplicationArgs
from components.naming import physical


class Ways:
    """The application's security group and its rules: in from the entry; out to what is named, and nowhere else."""

    def __init__(self, name: str, args: ApplicationArgs, *, parent: pulumi.Resource) -> None:
        self._name, self._args = name, args
        self._parent = parent
        self._inside = pulumi.ResourceOptions(parent=parent)
        called = physical("aws:general", platform=args.platform, organisation=args.organisation, role=args.application)
        self.group = aws.ec2.SecurityGroup(
            f"{name}-group",
            name=called,
            description=f"{args.application} of {args.organisation}: called by the entry alone",
            vpc_id=args.cell.network,
            opts=self._inside,
        )
        self.ready: list[pulumi.Resource] = [*self._between("entry", args.cell.guard, self.group.id, args.workload.port)]
        if args.workload.database:
            self.ready += self._between("database", self.group.id, args.cell.database_guard, PORT)
        self.ready += self._out()

    def _between(self, role: str, caller: pulumi.Input[str], called: pulumi.Input[str], port: int) -> list[pulumi.Resource]:
        """Both halves of a way from one group to another."""
        words = f"{self._args.application} of {self._args.organisation}"
        out = aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-{role}-out",
            security_group_id=caller,
            referenced_security_group_id=called,
            description=words,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            opts=self._inside,
        )
        into = aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-{role}-in",
            security_group_id=called,
            referenced_security_group_id=caller,
            description=words,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            opts=self._inside,
        )
        return [out, into]

    def _out(self) -> list[pulumi.Resource]:
        args = self._args
        # Amazon S3 is reached through the network's gateway, under addresses that AWS keeps a list of.
        found = aws.ec2.get_prefix_list_output(name=f"com.amazonaws.{args.region}.s3", opts=pulumi.InvokeOptions(parent=self._parent))
        made = [self._egress("storage", "Object storage and layers of images", 443, prefix_list_id=found.id)]
        made += [self._egress(f"endpoint-{block}", "The provider's services", 443, cidr_ipv4=str(block)) for block in args.endpoints]
        made += [self._egress(f"call-{block}-{port}", "A service agreed", port, cidr_ipv4=str(block)) for block, port in args.calls]
        if args.outside:
            # The hub's firewall knows which names; here is only the way to it.
            made.append(self._egress("outside", "Out through the hub, which names what may be called", 443, cidr_ipv4="0.0.0.0/0"))
        return made

    def _egress(
        self, role: str, words: str, port: int, *, cidr_ipv4: str | None = None, prefix_list_id: pulumi.Input[str] | None = None
    ) -> pulumi.Resource:
        return aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-to-{role}",
            security_group_id=self.group.id,
            description=words,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            cidr_ipv4=cidr_ipv4,
            prefix_list_id=prefix_list_id,
            opts=self._inside,
        )
