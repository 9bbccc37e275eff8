"""Types of AWS (package ``aws``): a module for each of the provider's.

``replaced_by`` follows the argument reference of the Terraform AWS provider, which Pulumi's bridges.
"""

REPLACED_EVERYWHERE = frozenset({"region"})
"""No AWS resource moves to another region."""
