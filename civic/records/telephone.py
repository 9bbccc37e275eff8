"""Which telephone numbers can exist: as many digits as their country's plan has (``phonenumbers``, which is Google's libphonenumber)."""

import re

_DRAMA = re.compile(
    r"\+44(?:1632960|(?:113|114|115|116|117|118|121|131|141|151|161)4960|1914980|2079460|2896496|2920180|3069990|7700900|8081570|9098790)[0-9]{3}"
)
"""Numbers that nobody will ever have (Ofcom, "Telephone numbers for use in TV and radio drama programmes"). Examples and tests are full of them."""


def is_drama(number: str) -> bool:
    """Whether a number in E.164 is one of those that Ofcom keeps for fiction."""
    return _DRAMA.fullmatch(number) is not None


def why_impossible(number: str) -> str:
    """Why nobody can have this number in E.164; empty where somebody can. Whether somebody has it, no list knows."""
    if is_drama(number):
        return ""
    # Imported here: most of a plan's processes never see a number that is real.
    from phonenumbers import NumberParseException, ValidationResult, is_possible_number_with_reason, parse

    try:
        result = is_possible_number_with_reason(parse(number))
    except NumberParseException:
        return "no country has its first digits"
    return {
        ValidationResult.IS_POSSIBLE: "",
        ValidationResult.INVALID_COUNTRY_CODE: "no country has its first digits",
        ValidationResult.TOO_LONG: "it has more digits than numbers of its country",
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "it lacks its area code",
    }.get(result, "it has fewer digits than numbers of its country, or another number of them")
