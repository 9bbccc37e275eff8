"""Notes in ledgers what landing zones were deployed with: no edit of a record changes it any more."""

from collections.abc import Sequence
from dataclasses import replace

from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.estate.estate import Estate
from civic.estate.fixed_checks import deployed_entry
from civic.estate.layers import StackName
from civic.ledger.writing import append, with_entries


def note_deployed(estate: Estate, names: Sequence[StackName], on: str) -> Estate:
    """Append what the ledgers of the landing zones among ``names`` lack. Gives the estate as it is then."""
    ledgers = dict(estate.ledgers)
    for name in names:
        if name.layer != "landing-zone":
            continue
        entry = deployed_entry(estate.owners[name.owner], ledgers[name.owner], name.cloud, Quoted(on))
        if entry is not None:
            added = {"deployed": [entry]}
            append(estate.root / "ledger" / f"{name.owner}.yaml", estate.ledger_file(name.owner), added)
            ledgers[name.owner] = with_entries(ledgers[name.owner], added)
    return replace(estate, ledgers=ledgers)
