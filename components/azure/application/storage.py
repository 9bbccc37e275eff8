"""An application's object storage: an account of its own that its identity alone reads and writes.

It answers private endpoints alone at every classification, so what ``HANDLING[...].storage_answers_its_network_alone`` asks for is so for all.
"""

import pulumi
from pulumi_azure_native import storage

from components.azure import roles
from components.azure.application.context import ApplicationContext
from components.azure.endpoints import recorded
from components.azure.options import inside, retained
from components.azure.storage import ENDPOINTS_ALONE, deleted_blobs_kept, secure_account

CONTAINER = "data"
DELETED_DAYS = 35
"""Days for which what was deleted or overwritten can be brought back."""


def create_storage(context: ApplicationContext) -> tuple[pulumi.Output[str], list[pulumi.Resource]]:
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
    endpoint = context.endpoint("storage", account.id, "blob", after=[container])
    named = recorded(f"{context.name}-storage-named", endpoints=[endpoint], opts=inside(context.parent, context.plane))
    context.log("storage", pulumi.Output.concat(account.id, "/blobServices/default"))
    right = context.grant("storage", roles.STORAGE_BLOB_DATA_CONTRIBUTOR, container.id)
    return pulumi.Output.concat(account.primary_endpoints.apply(lambda endpoints: endpoints.blob), CONTAINER), [right, named]
