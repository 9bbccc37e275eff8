"""The document everything meets at: a Pulumi deployment, read and queried, and Pulumi's wire format. A leaf."""

from civic.plan.document import Deployment, DocumentError, Resource, stack_of
from civic.plan.wire import UNKNOWN

__all__ = ["UNKNOWN", "Deployment", "DocumentError", "Resource", "stack_of"]
