"""Pulumi's own provider resources: with what rights, and where, the others are made. They stand for nothing in a cloud."""

from civic.catalogue.actions import NOTHING
from civic.catalogue.row import ID_UNREAD, REMADE, UNNAMED, Row, words

ROWS = tuple(
    Row(
        f"pulumi:providers:{package}",
        # pulumi-aws makes another provider for another region (``DiffConfig`` of its bridge); azure-native never says that one differs.
        replaced_by=words("region") if package == "aws" else words(""),
        keep="no",
        keep_reason=REMADE,
        actions=NOTHING,
        lacks=UNNAMED | ID_UNREAD,
    )
    for package in ("aws", "azure-native", "pulumi", "pulumi-python")
)
