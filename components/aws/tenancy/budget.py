"""What a body's account may cost in a month, told before it is spent."""

import pulumi
import pulumi_aws as aws

from components.contracts import BudgetArgs
from components.naming import physical

MOST_NOTIFICATIONS = 5
"""Notifications of one budget (AWS Budgets, "Quotas and restrictions")."""


class Budget(pulumi.ComponentResource):
    """A monthly budget of the account's own. Give it a provider inside the account.

    It stops nothing: a budget that switched a council off would be worse than the bill. Raises ``ValueError`` for more
    than five thresholds. Outputs: see ``components.contracts.BudgetOutputs``.
    """

    budget: pulumi.Output[str]

    def __init__(self, name: str, args: BudgetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Budget", name, {}, opts)
        thresholds = [("FORECASTED", share) for share in args.forecast_percent] + [("ACTUAL", share) for share in args.actual_percent]
        if len(thresholds) > MOST_NOTIFICATIONS:
            raise ValueError(f"forecast_percent, actual_percent: at most {MOST_NOTIFICATIONS} thresholds together, got {len(thresholds)}")
        made = aws.budgets.Budget(
            f"{name}-month",
            name=physical("aws:general", platform=args.platform, organisation=args.organisation, role="month"),
            budget_type="COST",
            time_unit="MONTHLY",
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
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.budget = made.arn
        self.register_outputs({"budget": self.budget})
