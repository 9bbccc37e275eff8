"""Pulumi's own provider resources: with what rights, and where, the others are made. They stand for nothing in a cloud."""

from civic.catalogue.actions import NOTHING
from civic.catalogue.row import ID_UNREAD, REMADE, REPLACEMENT_UNREAD, UNNAMED, Row

ROWS = tuple(
    Row(f"pulumi:providers:{package}", keep="no", keep_reason=REMADE, actions=NOTHING, lacks=UNNAMED | ID_UNREAD | REPLACEMENT_UNREAD)
    for package in ("aws", "azure-native", "pulumi", "pulumi-python")
)
