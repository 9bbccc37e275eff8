"""From a layer's name to what builds it."""

from collections.abc import Mapping

from components.contracts import ArchiveT, CardValue, CellT, HubT, NetworkT, OrganisationT, TenancyT
from stacks import applications, bootstrap, foundation, hosting, identity, landing_zone, network, tenancy
from stacks.context import Context


def build(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> Mapping[str, CardValue]:
    """Build the context's layer; gives its card. No stack reads that of the applications: it is for people."""
    match context.name.layer:
        case "bootstrap":
            return bootstrap.build(context).to_card()
        case "foundation":
            return foundation.build(context).to_card()
        case "network":
            return network.build(context).to_card()
        case "hosting":
            return hosting.build(context).to_card()
        case "identity":
            return identity.build(context).to_card()
        case "tenancy":
            return tenancy.build(context).to_card()
        case "landing-zone":
            return landing_zone.build(context).to_card()
        case "applications":
            return applications.build(context)
        case layer:
            raise AssertionError(f"civic.estate.layers knows the layer {layer}, and stacks has none")
