"""Says in which month a body's tenancies begin: budgets count from there, and Azure takes no budget that begins in a month gone by."""

from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.estate.estate import Estate
from civic.ledger.writing import append
from civic.records.owners import body_of


def begin(estate: Estate, owner: str, on: str) -> list[str]:
    """Append the month of ``on`` for every tenancy of a body that is not deployed and that its ledger lets begin earlier; a line each.

    ``owner``: the slug of a body, for all its tenancies, or the owner key of one. What is deployed keeps its month.
    """
    estate.organisation(owner)
    month = f"{on[:8]}01"
    lines: list[str] = []
    for each in [key for key in estate.owners if owner in (key, body_of(key))]:
        ledger = estate.ledgers[each]
        clouds = [cloud for cloud in estate.owners[each].clouds_taken if ledger.begins(cloud) < month and not estate.deployed(each, cloud)]
        if clouds:
            entries = [{"cloud": cloud, "begins": Quoted(month), "on": Quoted(on)} for cloud in clouds]
            append(estate.root / "ledger" / f"{each}.yaml", estate.ledger_file(each), {"tenancies": entries})
        lines += [f"{each}: its tenancy on {cloud} begins in {month[:7]}" for cloud in clouds]
    return lines
