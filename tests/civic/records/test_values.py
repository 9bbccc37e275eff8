"""Telephone numbers, domains and licences that records take, and those that nobody can have."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from civic.records.domains import why_no_domain
from civic.records.licences import why_no_licence
from civic.records.telephone import is_drama, why_impossible
from civic.records.values import Domain, Host, NumberRange, OutsideDomain, Phone, Spdx


def refusal(kind: Any, text: str) -> str:
    """What is said of a text; empty where it is taken."""
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Phone, "+441632960000"),
        (Phone, "+442079460123"),
        (Phone, "+442071234567"),
        (Phone, "+353112345678"),
        (NumberRange, "+441632960100-+441632960199"),
        (Domain, "*.service.gov.uk"),
        (Domain, "*.co.uk"),
        (OutsideDomain, "*.service.gov.uk"),
        (OutsideDomain, "*.gov.uk"),
        (OutsideDomain, "*.nhs.uk"),
        (OutsideDomain, "*.northshire.example"),
        (OutsideDomain, "api.os.uk"),
        (OutsideDomain, "registry.github.io"),
        (Host, "apps.northshire.example"),
        (Host, "hub.internal"),
        (Host, "sbc.northshire.gov.uk"),
        (Spdx, "MIT"),
        (Spdx, "AGPL-3.0-only OR EUPL-1.2"),
        (Spdx, "GPL-3.0-or-later WITH Classpath-exception-2.0"),
        (Spdx, "LicenseRef-northshire"),
    ],
)
def test_this_is_taken(kind: Any, text: str):
    assert refusal(kind, text) == ""


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (Phone, "+4420712345678", "it has more digits than numbers of its country"),
        (Phone, "+4480080012", "it lacks its area code"),
        (Phone, "+33123456", "it has fewer digits"),
        (Phone, "+999123456", "no country has its first digits"),
        (NumberRange, "+4420712345670-+4420712345679", "it has more digits"),
        (Domain, "www.service.gov.ukk", "there is no top-level domain '.ukk' | did you mean 'www.service.gov.uk'?"),
        (OutsideDomain, "*.co.uk", "anybody may register a name under 'co.uk'"),
        (OutsideDomain, "*.org.uk", "anybody may register a name under 'org.uk'"),
        (OutsideDomain, "*.amazonaws.com", "is within '*.amazonaws.com'"),
        (OutsideDomain, "*.blob.core.windows.net", "whoever rents a name under 'blob.core.windows.net'"),
        (OutsideDomain, "*.windows.net", "is within '*.windows.net'"),
        (Host, "co.uk", "'co.uk' is what others register under"),
        (Host, "sbc.northshire.gov.ukk", "there is no top-level domain '.ukk'"),
        (Spdx, "AGPL-3.0-olny", "SPDX has no 'AGPL-3.0-olny' | did you mean 'AGPL-3.0-only'?"),
        (Spdx, "MIT AND", "names of licences are joined by AND, OR and WITH"),
    ],
)
def test_this_is_refused(kind: Any, text: str, reason: str):
    assert reason in refusal(kind, text)


@pytest.mark.parametrize(
    ("number", "drama"),
    [
        ("+441632960000", True),
        ("+441632960999", True),
        ("+441632961000", False),
        ("+442079460999", True),
        ("+447700900123", True),
        ("+442896496000", True),
        ("+442920180999", True),
        ("+448081570000", True),
        ("+443069990999", True),
        ("+442071234567", False),
        ("+44163296000", False),
    ],
)
def test_numbers_of_fiction_are_known(number: str, drama: bool):
    assert is_drama(number) == drama


@given(st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
def test_any_number_is_judged(number: str):
    assert isinstance(why_impossible(number), str)


@given(st.from_regex(r"([a-z0-9]{1,8}\.){1,3}[a-z]{2,10}", fullmatch=True))
def test_any_name_is_judged(name: str):
    assert isinstance(why_no_domain(name), str)


@given(st.from_regex(r"[A-Za-z0-9.+() -]{2,40}", fullmatch=True))
def test_any_licence_is_judged(text: str):
    assert isinstance(why_no_licence(text), str)
