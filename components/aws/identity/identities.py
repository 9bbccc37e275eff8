"""The roles that the runs of one body act as, in the management account."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, assumed_by_pipeline, document
from components.aws.handles import ArchiveHandle, CellHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.aws.identity.rights import applications_rights, landing_zone_rights, tenancy_rights
from components.aws.options import inside
from components.aws.roles import PIPELINE_PATH, RUN_BOUNDARY, RUN_PATH, SESSION_SECONDS, body_path, run_role
from components.aws.state_rights import STORE_KEYS, state_rights, store_name
from components.contracts import RUN_LAYERS, RunIdentitiesArgs, platform_owner


class RunIdentities(pulumi.ComponentResource):
    """One role for each of a body's stacks that runs deploy: it trusts that stack's subject and opens that stack's state.

    Give it the management account's provider. Each role has the boundary that the bootstrap made; whoever makes it can neither leave that
    out nor widen it. Outputs: see ``components.contracts.RunIdentitiesOutputs``.
    """

    runs: Mapping[str, pulumi.Output[str]]
    clients: Mapping[str, pulumi.Output[str]]

    def __init__(
        self,
        name: str,
        args: RunIdentitiesArgs[OrganisationHandle, ArchiveHandle, HubHandle, CellHandle, TenancyHandle],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("civic-aws:index:RunIdentities", name, {}, opts)
        self._name, self._args = name, args
        self._partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        entered = {
            "tenancy": tenancy_rights(
                self._partition,
                args.owner,
                management=args.management,
                unit=args.organisation.units[args.owner.environment],
            ),
            "landing-zone": landing_zone_rights(self._partition, args.owner),
            "applications": applications_rights(self._partition, args.owner),
        }
        self.runs = {layer: self._role(layer, entered[layer]).arn for layer in RUN_LAYERS}
        self.clients = dict(self.runs)
        self.register_outputs({"runs": self.runs, "clients": self.clients})

    def _in_management(self, kind: str, path: str) -> pulumi.Output[str]:
        return pulumi.Output.concat("arn:", self._partition, ":iam::", self._args.management, f":{kind}{path}")

    def _role(self, layer: str, rights: list[Statement]) -> aws.iam.Role:
        args = self._args
        issuer = self._in_management("oidc-provider/", args.issuer.removeprefix("https://"))
        role = aws.iam.Role(
            f"{self._name}-{layer}",
            name=run_role(args.owner, layer),
            path=body_path(RUN_PATH, args.owner),
            description=f"Runs of layer {layer} of {args.owner.key}",
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=self._in_management("policy", f"{PIPELINE_PATH}{RUN_BOUNDARY}"),
            assume_role_policy=document(assumed_by_pipeline(issuer, args.issuer, args.subjects[layer], addresses=args.addresses)),
            opts=inside(self),
        )
        aws.iam.RolePolicy(
            f"{self._name}-{layer}-rights",
            name="run",
            role=role.name,
            policy=document(
                *state_rights(
                    self._partition,
                    store_name(platform_owner(args.owner.platform)),
                    args.home,
                    args.state[layer],
                    store_keys=[args.key_ids[key] for key in STORE_KEYS],
                    secrets_keys=[args.key_ids[layer]],
                ),
                *rights,
            ),
            opts=inside(self),
        )
        return role
