"""An application's object storage: an account of its own that its identity alone reads and writes.

It answers private endpoints alone at every classification, so what ``HANDLING[...].storage_answers_its_network_alone`` asks for is so for all.
"""

import pulumi
from pulumi_azure_native import storage

from components.azure import roles
from components.azure.application.context import ApplicationContext
from components.azure.endpoints import private_endpoint
from components.azure.hosting.context import ENDPOINTS
from components.azure.logs import send_logs
from components.azure.options import inside, retained
from components.azure.storage import ENDPOINTS_ALONE, deleted_blobs_kept, secure_account
from components.contracts import ContractError

CONTAINER = "data"
DELETED_DAYS = 35
"""Days for which what was deleted or overwritten can be brought back."""


def create_storage(context: ApplicationContext) -> tuple[pulumi.Output[str], pulumi.Resource]:
    """URL of the container, and what the application waits for."""
    args = context.args
    account = secure_account(
        f"{context.name}-storage",
        name=context.physical_name("azure:storage-account"),
        group=context.group,
        region=args.region,
        reach=ENDPOINTS_ALONE,
        tags=context.tags,
        opts=context.retained,
    )
    # An account takes one change at a time, and an endpoint is one.
    kept = deleted_blobs_kept(f"{context.name}-storage-versions", account=account, group=context.group, days=DELETED_DAYS, opts=context.inside)
    container = storage.BlobContainer(
        f"{context.name}-storage-container",
        container_name=CONTAINER,
        account_name=account.name,
        resource_group_name=context.group,
        public_access=storage.PublicAccess.NONE,
        opts=retained(context.parent, after=[kept]),
    )
    _endpoint(context, account, container)
    send_logs(
        f"{context.name}-storage-logs",
        name="hosting",
        resource=pulumi.Output.concat(account.id, "/blobServices/default"),
        workspace=args.cell.logs,
        groups=("audit",),
        parent=context.parent,
    )
    right = context.grant("storage", roles.STORAGE_BLOB_DATA_CONTRIBUTOR, container.id)
    return pulumi.Output.concat(account.primary_endpoints.apply(lambda endpoints: endpoints.blob), CONTAINER), right


def _endpoint(context: ApplicationContext, account: storage.StorageAccount, after: pulumi.Resource) -> None:
    subnets = context.args.cell.network.subnets
    if ENDPOINTS not in subnets:
        raise ContractError(f"{context.name}: storage needs the subnet {ENDPOINTS.name} of the cell's network; it has none of that name")
    private_endpoint(
        f"{context.name}-storage-endpoint",
        name=context.physical_name("azure:general", "storage"),
        group=context.group,
        region=context.args.region,
        subnet=subnets[ENDPOINTS],
        service=account.id,
        sub_resource="blob",
        connection="blob",
        tags=context.tags,
        opts=inside(context.parent, after=[after]),
    )
