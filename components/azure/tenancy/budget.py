"""What a body's Azure subscription may cost in a month, told before it is spent."""

import pulumi
from pulumi_azure_native import consumption

from components.azure import identifiers as ids
from components.azure import options
from components.azure.handles import TenancyHandle
from components.contracts import BudgetArgs, ContractError

MOST_NOTIFICATIONS = 5
"""Notifications of one budget (Microsoft Learn, "Consumption Budgets REST API")."""


class Budget(pulumi.ComponentResource):
    """A monthly budget over the Azure subscription. It stops nothing: it tells the body's contacts in time.

    Raises ``ContractError`` for more than five thresholds. Outputs: see ``components.contracts.BudgetOutputs``.
    """

    budget: pulumi.Output[str]

    def __init__(self, name: str, args: BudgetArgs[TenancyHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Budget", name, {}, opts)
        thresholds = [("Forecasted", share) for share in args.forecast_percent] + [("Actual", share) for share in args.actual_percent]
        if len(thresholds) > MOST_NOTIFICATIONS:
            raise ContractError(f"forecast_percent, actual_percent: at most {MOST_NOTIFICATIONS} thresholds together, got {len(thresholds)}")
        budget = consumption.Budget(
            f"{name}-month",
            budget_name=args.owner.name("azure:general", "month"),
            scope=ids.subscription_scope(args.tenancy.subscription),
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
            opts=options.inside(self),
        )
        self.budget = budget.id
        self.register_outputs({"budget": self.budget})
