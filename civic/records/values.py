"""Kinds of text that records hold, each with what is allowed in words."""

import re
from ipaddress import IPv4Network
from typing import Annotated

from pydantic import AfterValidator

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,189}\.[A-Za-z]{2,24}")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(\*\.)?({_LABEL}\.)+[a-z]{{2,24}}")
_PHONE = re.compile(r"\+[1-9][0-9]{7,14}")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _matching(pattern: re.Pattern[str], allowed: str):  # noqa: ANN202
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(allowed)
        return value

    return AfterValidator(check)


def _date(value: str) -> str:
    from datetime import date

    try:
        if date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        raise ValueError('a real date as "YYYY-MM-DD"') from None
    return value


def _range(value: str) -> str:
    try:
        return str(IPv4Network(value))
    except ValueError:
        try:
            mended = f" | did you mean '{IPv4Network(value, strict=False)}'?"
        except ValueError:
            mended = ""
        raise ValueError(f"an IPv4 range such as '10.64.0.0/22'{mended}") from None


def _domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value) or len(value) > 253:
        hint = f" | did you mean '{value.lower()}'?" if _DOMAIN.fullmatch(value.lower()) else ""
        raise ValueError(f"a domain name such as 'www.gov.uk' or '*.gov.uk', without scheme, path or port{hint}")
    return value


Email = Annotated[str, _matching(_EMAIL, "an address such as 'cloud@northshire.example'")]
Phone = Annotated[str, _matching(_PHONE, 'a number in E.164, quoted, such as "+441632960000"')]
Account = Annotated[str, _matching(re.compile(r"[0-9]{12}"), 'an AWS account id of twelve digits, quoted, such as "111122223333"')]
Guid = Annotated[str, _matching(_GUID, "a GUID in lower case, such as '0b5f8a1e-3c7d-4e2a-9f60-1d2c3b4a5e6f'")]
Date = Annotated[str, AfterValidator(_date)]
Range = Annotated[str, AfterValidator(_range)]
Domain = Annotated[str, AfterValidator(_domain)]
Https = Annotated[str, _matching(re.compile(r"https://[a-z0-9.-]+(/[A-Za-z0-9._/-]*)?"), "an address that begins with https://")]
Subject = Annotated[str, _matching(re.compile(r"[A-Za-z0-9_.:/@-]{3,256}"), "one exact OIDC subject, without wildcards")]
Name = Annotated[str, _matching(re.compile(r"\S(.{0,98}\S)?"), "a name of 1 to 100 characters on one line")]
