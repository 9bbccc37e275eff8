"""Azure Cost Management."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Row, words

ROWS = (
    Row(
        "azure-native:consumption:Budget",
        replaced_by=words(""),
        fixed=words("timeGrain"),
        id="Microsoft.Consumption/budgets/{budgetName}",
        texts={
            "budgetName": azure_texts.BUDGET,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
