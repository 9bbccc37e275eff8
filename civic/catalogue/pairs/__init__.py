"""What is wrong only together: values of one resource that are each right alone.

``PAIRS``: type -> what is asked of it. A ``Pair`` looks at an object of the inputs (path with dots, ``*`` for each of a list) as plain data, in which
what is not known yet is missing or None; nothing is refused for that.
"""

from collections.abc import Mapping, Sequence

from civic.catalogue.pairs.aws import AWS_PAIRS
from civic.catalogue.pairs.azure import AZURE_PAIRS
from civic.catalogue.pairs.pair import Pair

PAIRS: Mapping[str, Sequence[Pair]] = {**AWS_PAIRS, **AZURE_PAIRS}

__all__ = ["PAIRS", "Pair"]
