"""The page of what one cloud does and the other cannot, from ``components.contracts.differences``."""

from components.contracts import DIFFERENCES
from docs.generator.markdown import code, joined, table


def differences_page() -> str:
    """A table: the word of a record, what is asked, and what each cloud gives."""
    rows = [(code(one.record.partition(" ")[2]), one.promise, one.aws, one.azure) for one in DIFFERENCES]
    return joined(
        "# Where the clouds differ",
        "One word of a record, and what each cloud makes of it. Arguments that a component of one cloud does not read stand on the component's own page.",
        table(("record", "what is asked", "AWS", "Azure"), rows),
    )
