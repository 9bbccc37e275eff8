"""Who reaches an application, and whom it reaches: one security group of its own, every rule a resource of its own."""

import pulumi
import pulumi_aws as aws

from components.aws.application.context import ApplicationContext
from components.aws.hosting.database import PORT


class ApplicationSecurityGroup:
    """The application's security group and its rules: in from the entry; out to what is named, and nowhere else."""

    def __init__(self, context: ApplicationContext) -> None:
        self._context = context
        cell, workload = context.args.cell, context.args.workload
        self.group = aws.ec2.SecurityGroup(
            f"{context.name}-group",
            name=context.physical_name("aws:general"),
            description=f"{context.title}: called by the entry alone",
            vpc_id=cell.network.vpc,
            opts=context.inside,
        )
        self.rules: list[pulumi.Resource] = [*self._between("entry", cell.entry_group, self.group.id, workload.port)]
        if workload.database:
            self.rules += self._between("database", self.group.id, cell.database_group, PORT)
        self.rules += self._outward()

    def _between(self, role: str, caller: pulumi.Input[str], called: pulumi.Input[str], port: int) -> list[pulumi.Resource]:
        """Both rules that let one group call another."""
        context = self._context
        outward = aws.vpc.SecurityGroupEgressRule(
            f"{context.name}-{role}-out",
            security_group_id=caller,
            referenced_security_group_id=called,
            description=context.title,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            opts=context.inside,
        )
        inward = aws.vpc.SecurityGroupIngressRule(
            f"{context.name}-{role}-in",
            security_group_id=called,
            referenced_security_group_id=caller,
            description=context.title,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            opts=context.inside,
        )
        return [outward, inward]

    def _outward(self) -> list[pulumi.Resource]:
        args = self._context.args
        # Amazon S3 is reached through the network's gateway, under addresses that AWS keeps a list of.
        options = pulumi.InvokeOptions(parent=self._context.parent)
        storage = aws.ec2.get_prefix_list_output(name=f"com.amazonaws.{args.region}.s3", opts=options)
        rules = [self._egress("storage", "Object storage and layers of images", 443, prefix_list_id=storage.id)]
        rules += [self._egress(f"endpoint-{block}", "Services of the provider", 443, cidr_ipv4=str(block)) for block in args.endpoints]
        rules += [self._egress(f"call-{block}-{port}", "A service agreed", port, cidr_ipv4=str(block)) for block, port in args.calls]
        if args.outside:
            # The hub's firewall knows which names; here is only the way to it.
            rules.append(self._egress("outside", "Out through the hub, which names what may be called", 443, cidr_ipv4="0.0.0.0/0"))
        return rules

    def _egress(
        self, role: str, description: str, port: int, *, cidr_ipv4: str | None = None, prefix_list_id: pulumi.Input[str] | None = None
    ) -> pulumi.Resource:
        return aws.vpc.SecurityGroupEgressRule(
            f"{self._context.name}-to-{role}",
            security_group_id=self.group.id,
            description=description,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            cidr_ipv4=cidr_ipv4,
            prefix_list_id=prefix_list_id,
            opts=self._context.inside,
        )
