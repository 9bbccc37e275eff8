"""The document everything meets at: a Pulumi deployment, read and queried. A leaf."""

from civic.plan.document import SECRET, UNKNOWN, Deployment, Resource

__all__ = ["SECRET", "UNKNOWN", "Deployment", "Resource"]
