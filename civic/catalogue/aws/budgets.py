"""AWS Budgets."""

from civic.catalogue.actions import Actions, makes, on, tagged
from civic.catalogue.row import ARN_UNREAD, ID_UNREAD, NAME_AMONG_TEXTS, REMADE, Row, Text, words

BUDGET = "arn:{partition}:budgets::{accountId}:budget/{name}"

ROWS = (
    Row(
        "aws:budgets/budget:Budget",
        texts={"name": Text(100, r"(?!.*/action/)[^:\\]+", "AWS Budgets API Reference, Budget: BudgetName")},
        replaced_by=words("name namePrefix accountId"),
        keep="no",
        keep_reason=REMADE,
        actions=Actions(
            create=makes(BUDGET, "budgets:ModifyBudget"),
            read=on(BUDGET, "budgets:ViewBudget"),
            update=on(BUDGET, "budgets:ModifyBudget"),
            delete=on(BUDGET, "budgets:ModifyBudget"),
        )
        | tagged(BUDGET, tag="budgets:TagResource", untag="budgets:UntagResource", read="budgets:ListTagsForResource"),
        lacks=NAME_AMONG_TEXTS | ID_UNREAD | ARN_UNREAD,
    ),
)
