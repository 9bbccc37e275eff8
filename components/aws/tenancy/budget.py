"""What a body's account may cost in a month, told before it is spent."""

import pulumi
import pulumi_aws as aws

from components.aws.handles import TenancyHandle
from components.aws.options import inside
from components.contracts import BudgetArgs, ContractError

MOST_NOTIFICATIONS = 5
"""Notifications of one budget (AWS Budgets, "Quotas and restrictions")."""


class Budget(pulumi.ComponentResource):
    """A monthly budget of the account's own. Give it a provider inside the account.

    It stops nothing: a budget that switched a council off would be worse than the bill. Raises ``ContractError`` for more
    than five thresholds. Outputs: see ``components.contracts.BudgetOutputs``.
    """

    budget: pulumi.Output[str]

    def __init__(self, name: str, args: BudgetArgs[TenancyHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Budget", name, {}, opts)
        thresholds = [("FORECASTED", share) for share in args.forecast_percent] + [("ACTUAL", share) for share in args.actual_percent]
        if len(thresholds) > MOST_NOTIFICATIONS:
            raise ContractError(f"forecast_percent, actual_percent: at most {MOST_NOTIFICATIONS} thresholds together, got {len(thresholds)}")
        month = aws.budgets.Budget(
            f"{name}-month",
            account_id=args.tenancy.account,
            name=args.owner.name("aws:general", "month"),
            budget_type="COST",
            time_unit="MONTHLY",
            time_period_start=f"{args.begins}_00:00",
            limit_amount=str(args.monthly),
            # The billing currency of every AWS account that is not in China; bills in pounds are converted from it.
            limit_unit="USD",
            notifications=[
                {
                    "notification_type": kind,
                    "comparison_operator": "GREATER_THAN",
                    "threshold": share,
                    "threshold_type": "PERCENTAGE",
                    "subscriber_email_addresses": list(args.contacts),
                }
                for kind, share in thresholds
            ],
            opts=inside(self),
        )
        self.budget = month.arn
        self.register_outputs({"budget": self.budget})
