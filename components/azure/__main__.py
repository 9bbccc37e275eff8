"""Serves the components for Azure as the Pulumi component package ``civic-azure``. Pulumi starts it, with this folder first on the path."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    # The project's folder in place of this one, whose modules are no modules of anybody else's.
    sys.path[0] = str(ROOT)
    from pulumi.provider.experimental import component_provider_host

    from components.azure.package import COMPONENTS
    from components.package import version

    component_provider_host(components=COMPONENTS, name="civic-azure", version=version(ROOT))
