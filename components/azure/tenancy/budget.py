"""What a body's Azure subscription may cost in a month, told before it is spent."""

import pulumi
from pulumi_azure_native import consumption

from components.azure import identifiers as ids
from components.contracts import BudgetArgs
from components.naming import physical

MOST_NOTIFICATIONS = 5
"""Notifications of one budget (Microsoft Learn, "Consumption Budgets REST API")."""


class Budget(pulumi.ComponentResource):
    """A monthly budget over the Azure subscription. It stops nothing: it tells the body's contacts in time.

    Raises ``ValueError`` for more than five thresholds. Outputs: see ``components.contracts.BudgetOutputs``.
    """

    budget: pulumi.Output[str]

    def __init__(self, name: str, args: BudgetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Budget", name, {}, opts)
        thresholds = [("Forecasted", share) for share in args.forecast_percent] + [("Actual", share) for share in args.actual_percent]
        if len(thresholds) > MOST_NOTIFICATIONS:
            raise ValueError(f"forecast_percent, actual_percent: at most {MOST_NOTIFICATIONS} thresholds together, got {len(thresholds)}")
        made = consumption.Budget(
            f"{name}-month",
            budget_name=physical("azure:general", platform=args.platform, organisation=args.organisation, role="month"),
            scope=ids.subscription_scope(args.tenancy),
            category=consumption.CategoryType.COST,
            amount=args.monthly,
            time_grain=consumption.TimeGrainType.MONTHLY,
            time_period={"start_date": f"{args.begins}T00:00:00Z"},
            notifications={
                f"{kind.lower()}-{share}": {
                    "enabled": True,
                    "operator": consumption.OperatorType.GREATER_THAN,
                    "threshold": share,
                    "threshold_type": kind,
                    "contact_emails": list(args.contacts),
                }
                for kind, share in thresholds
            },
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.budget = made.id
        self.register_outputs({"budget": self.budget})
