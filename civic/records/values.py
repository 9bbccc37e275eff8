"""Kinds of text that records hold, each with what is allowed in words."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from civic.records.domains import PUBLIC_BODIES, rented_under, suffix_of, why_no_domain
from civic.records.licences import why_no_licence
from civic.records.telephone import why_impossible

_ATOM = r"[A-Za-z0-9_%+-]+"
_EMAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@([A-Za-z0-9]([A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\.)+[A-Za-z]{{2,24}}")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(\*\.)?({_LABEL}\.)+[a-z]{{2,24}}")
_PHONE = re.compile(r"\+[1-9][0-9]{7,14}")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Matching:
    """Text of one pattern, which people are told in words and editors by the pattern."""

    pattern: re.Pattern[str]
    allowed: str

    def check(self, value: str) -> str:
        if not self.pattern.fullmatch(value) or not value.isprintable():
            raise ValueError(self.allowed)
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^({self.pattern.pattern})$"}


def matching(pattern: str, allowed: str) -> Matching:
    """For ``Annotated[str, matching(...)]``."""
    return Matching(re.compile(pattern), allowed)


def _hint(pattern: str) -> Any:
    """For editors alone: the validator beside it decides, and says why in words."""
    return Field(json_schema_extra={"pattern": f"^({pattern})$"})


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
    if problem := why_no_domain(value.removeprefix("*.")):
        raise ValueError(f"a domain name that can exist: {problem}")
    return value


def _outside(value: str) -> str:
    """A domain that a firewall may let a body's traffic out to."""
    name = value.removeprefix("*.")
    if value.startswith("*.") and name not in PUBLIC_BODIES and suffix_of(name) == name:
        raise ValueError(f"domains of those whom it speaks to: anybody may register a name under '{name}', and '{value}' is all of those")
    if value.startswith("*.") and name not in PUBLIC_BODIES and (rented := rented_under(name)):
        raise ValueError(f"names of those whom it speaks to: whoever rents a name under '{rented}' is within '{value}'")
    return value


def _host(value: str) -> str:
    if problem := why_no_domain(value):
        raise ValueError(f"a host name that can exist: {problem}")
    if suffix_of(value) == value:
        raise ValueError(f"a host name of one's own: '{value}' is what others register under")
    return value


def check_mailbox(value: str) -> str:
    """Raises ``ValueError`` for what is no address of a mailbox, or one that nobody can have."""
    _ = EMAIL.check(value)
    local, _, domain = value.lower().rpartition("@")
    if len(local) > 64 or len(domain) > 253:
        raise ValueError("a mailbox of 64 characters at most before its '@' and 253 after it (RFC 5321, 4.5.3.1)")
    if problem := why_no_domain(domain):
        raise ValueError(f"a mailbox that can exist: {problem}")
    if suffix_of(domain) == domain:
        raise ValueError(f"a mailbox under a domain of one's own: '{domain}' is what others register under")
    return value


def _issuer(value: str) -> str:
    if problem := why_no_domain(value.removeprefix("https://").partition("/")[0]):
        raise ValueError(f"an address whose host can exist: {problem}")
    return value


def _possible(value: str) -> str:
    if problem := why_impossible(value):
        raise ValueError(f"a telephone number that can exist: {problem}")
    return value


def _spdx(value: str) -> str:
    if problem := why_no_licence(value):
        raise ValueError(f"an SPDX licence, such as 'MIT' or 'AGPL-3.0-only OR EUPL-1.2': {problem}")
    return value


def _address(value: str) -> str:
    try:
        return str(IPv4Address(value))
    except ValueError:
        raise ValueError("an IPv4 address such as '10.64.8.10'") from None


def _numbers(value: str) -> str:
    first, _, last = value.partition("-")
    ends = (first, last or first)
    if not all(_PHONE.fullmatch(end) for end in ends) or len(ends[0]) != len(ends[1]) or int(ends[0]) > int(ends[1]):
        raise ValueError('one number or a range in E.164, quoted, such as "+441632960100-+441632960199": both ends of one length, the smaller first')
    for end in ends:
        _possible(end)
    return value


EMAIL = Matching(_EMAIL, "an address such as 'cloud@northshire.example'")
Email = Annotated[str, EMAIL, AfterValidator(check_mailbox)]
Phone = Annotated[str, Matching(_PHONE, 'a number in E.164, quoted, such as "+441632960000"'), AfterValidator(_possible)]
Account = Annotated[str, matching(r"[0-9]{12}", 'an AWS account id of twelve digits, quoted, such as "111122223333"')]
Guid = Annotated[str, Matching(_GUID, "a GUID in lower case, such as '0b5f8a1e-3c7d-4e2a-9f60-1d2c3b4a5e6f'")]
_TENANCY = re.compile(rf"[0-9]{{12}}|{_GUID.pattern}|")
TenancyId = Annotated[str, Matching(_TENANCY, "an AWS account id of twelve digits or an Azure subscription id (a GUID), quoted")]
Date = Annotated[str, AfterValidator(_date), _hint(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
Range = Annotated[str, AfterValidator(_range), _hint(r"([0-9]{1,3}\.){3}[0-9]{1,3}/[0-9]{1,2}")]
Domain = Annotated[str, AfterValidator(_domain), _hint(_DOMAIN.pattern)]
OutsideDomain = Annotated[Domain, AfterValidator(_outside)]
Https = Annotated[str, matching(r"https://[a-z0-9.-]+(/[A-Za-z0-9._/-]*)?", "an address that begins with https://"), AfterValidator(_issuer)]
Subject = Annotated[str, matching(r"[A-Za-z0-9_.:/@-]{3,256}", "one exact OIDC subject, without wildcards")]
SubjectTemplate = Annotated[
    str,
    matching(
        r"([A-Za-z0-9_.:/@-]|\{owner\}){3,256}", "one exact OIDC subject, without wildcards; {owner} stands for a body's key where there is one each"
    ),
]
Name = Annotated[str, matching(r"\S(.{0,98}\S)?", "a name of 1 to 100 printable characters on one line")]
ShortName = Annotated[str, matching(r"\S(.{0,38}\S)?", "a name of 1 to 40 printable characters on one line")]
Region = Annotated[str, matching(r"[a-z][a-z0-9-]{1,30}", "the name of a region, such as 'eu-west-2' or 'uksouth'")]
Host = Annotated[
    str,
    matching(rf"({_LABEL}\.)+[a-z]{{2,24}}", "a host name in lower case, such as 'sbc.northshire.example', without scheme, port or wildcard"),
    AfterValidator(_host),
]
SLUG = matching(r"[a-z][a-z0-9-]{0,38}[a-z0-9]", "2 to 40 of a-z, 0-9 and '-', beginning with a letter")
Slug = Annotated[str, SLUG]
HostLabel = Annotated[str, SLUG]
Key = Annotated[str, matching(r"[a-z][a-z0-9]{0,7}", "1 to 8 of a-z and 0-9, beginning with a letter")]
Address = Annotated[str, AfterValidator(_address), _hint(r"([0-9]{1,3}\.){3}[0-9]{1,3}")]
Version = Annotated[str, matching(r"[0-9]{1,5}(\.[0-9]{1,5}){0,3}(-[a-z0-9.]{1,20})?", 'a version, quoted, such as "2.14.0"')]
Image = Annotated[
    str,
    matching(
        r"([a-z0-9-]+\.)+[a-z]{2,24}(:[0-9]{2,5})?(/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}",
        "an image by digest with its registry, such as 'registry.example/team/app@sha256:...' (64 hexadecimal digits); a tag can be moved to another image",
    ),
]
Variable = Annotated[str, matching(r"[A-Z][A-Z0-9_]{0,63}", "the name of an environment variable, such as 'DATABASE_URL'")]
Sentence = Annotated[str, matching(r"[^<>\x00-\x1f]{3,300}", "3 to 300 characters of plain text on one line, without '<' and '>'")]
Spdx = Annotated[str, matching(r"[A-Za-z0-9.+() -]{2,200}", "an SPDX licence, such as 'MIT' or 'AGPL-3.0-only'"), AfterValidator(_spdx)]
NumberRange = Annotated[str, AfterValidator(_numbers), _hint(r"\+[1-9][0-9]{7,14}(-\+[1-9][0-9]{7,14})?")]
