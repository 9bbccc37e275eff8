"""What every resource of ours over Azure's management API begins with."""

from typing import TYPE_CHECKING

from pulumi.dynamic import ResourceProvider

from components.pickling import pickled_whole

if TYPE_CHECKING:
    from azure.core import PipelineClient
    from azure.core.rest import HttpRequest, HttpResponse


@pickled_whole
class ManagementProvider(ResourceProvider):
    """A provider that calls the management API as whoever runs Pulumi (``DefaultAzureCredential``: the pipeline's own identity)."""

    # Libraries of Azure are imported where they are used: a plan never needs them, and the engine's plugin process is another one.
    def _client(self) -> "PipelineClient[HttpRequest, HttpResponse]":
        from azure.core import PipelineClient
        from azure.core.pipeline.policies import BearerTokenCredentialPolicy, RetryPolicy
        from azure.identity import DefaultAzureCredential

        base = "https://management.azure.com"
        policies = [RetryPolicy(), BearerTokenCredentialPolicy(DefaultAzureCredential(), f"{base}/.default")]
        return PipelineClient(base, policies=policies)
