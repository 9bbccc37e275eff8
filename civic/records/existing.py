"""What the platform finds on a cloud on its first day and uses as it is: no plan makes, changes or deletes it."""

from typing import Literal

from pydantic import Field, model_validator

from civic.records.errors import FieldError
from civic.records.loader import Model
from civic.records.values import Account, Guid

Purpose = Literal["log-archive", "security", "network", "hosting"]
Detection = Literal["guardduty", "securityhub", "access-analyzer"]


class AwsExisting(Model):
    """What is there already on AWS."""

    organisation: bool = False
    """Whether the management account has its organisation. An account has one for life."""
    tenancies: dict[Purpose, Account] = Field(default_factory=dict)
    """Accounts of the organisation that are the platform's own from now on, by purpose. The others are made."""
    detection: tuple[Detection, ...] = ()
    """What runs for the organisation from the account 'security' already, which is its administrator."""

    @model_validator(mode="after")
    def _belongs_together(self) -> "AwsExisting":
        if self.tenancies and not self.organisation:
            raise FieldError(("organisation",), "true: the accounts in 'tenancies' are in an organisation that is there")
        if self.detection and "security" not in self.tenancies:
            raise FieldError(("detection",), "nothing, or the account from which it runs: write it as 'security' in 'tenancies'")
        _each_once(self.tenancies)
        return self


class AzureExisting(Model):
    """What is there already on Azure, besides the tenant."""

    tenancies: dict[Purpose, Guid] = Field(default_factory=dict)
    """Azure subscriptions that are the platform's own from now on, by purpose. The others are made."""

    @property
    def organisation(self) -> bool:
        return False

    @property
    def detection(self) -> tuple[Detection, ...]:
        return ()

    @model_validator(mode="after")
    def _apart(self) -> "AzureExisting":
        _each_once(self.tenancies)
        return self


def _each_once(tenancies: dict[Purpose, str]) -> None:
    holders: dict[str, str] = {}
    for purpose, tenancy in tenancies.items():
        if holders.setdefault(tenancy, purpose) != purpose:
            raise FieldError(("tenancies", purpose), f"another than '{holders[tenancy]}' has: each purpose has a tenancy of its own")
