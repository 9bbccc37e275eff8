"""Licences as SPDX knows them (``license-expression``, which brings the list). ``LicenseRef-...`` is what SPDX leaves to everybody."""

import difflib
from functools import cache

_OWN = "LicenseRef-"


@cache
def why_no_licence(expression: str) -> str:
    """Why it is no SPDX expression; empty where it is one."""
    # Imported here: only an application's manifest names a licence.
    from license_expression import ExpressionError, ExpressionParseError, get_spdx_licensing

    licensing = get_spdx_licensing()
    try:
        # Not its ``validate``, which fails by itself on "MIT AND".
        parsed = licensing.parse(expression, strict=True)
    except (ExpressionError, ExpressionParseError, IndexError, TypeError):
        # The last two are how its parser meets "()".
        parsed = None
    if parsed is None:
        return "names of licences are joined by AND, OR and WITH"
    unknown = [name for name in licensing.unknown_license_keys(parsed) if not name.startswith(_OWN)]
    if not unknown:
        return ""
    close = difflib.get_close_matches(unknown[0], [name for name in licensing.known_symbols if not name.startswith(_OWN)], n=1)
    return f"SPDX has no '{unknown[0]}'" + (f" | did you mean '{close[0]}'?" if close else "")
