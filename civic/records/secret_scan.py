"""Secrets in a text that is to hold none: known formats by the ``detect-secrets`` library, passwords that are assigned, keys by their entropy."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detect_secrets.plugins.base import RegexBasedDetector

WINDOW = 2000
OVERLAP = 300
"""A text is looked at in pieces, so that no pattern's time grows with the square of a text's length. Longer than any token known by its form."""

_SECRET_KEY = re.compile(r"(?i)(password|passphrase|secret|token|private_?key|api_?key|credential)s?$")
_ASSIGNED = re.compile(
    r"(?i)(password|passwd|pwd|passphrase|secret|token|credential|api_?key|private_?key)s?\"?\s{0,3}=\s{0,3}[\"']?(?![\"'$<{=\s])\S"
)
_IN_ADDRESS = re.compile(r"://[^\s/@:]{0,100}:[^\s/@${<]{1,200}@")
_STORAGE = re.compile(r"(?i)\b(AccountKey|SharedAccessSignature|sig)=[A-Za-z0-9+/%=]{20,}")
_TELLTALE = re.compile(r"PRIVATE KEY|eyJ|xox[abopsr]-|AKC|_authToken")
_WORD = re.compile(r"[A-Za-z0-9_]{12,}")
_ORDERLY = re.compile(r"sha256:[0-9a-f]{64}|\b[0-9a-f]{40}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
"""Digests, commits and GUIDs: long, and nobody's secret."""
_TOKEN = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])|[A-Za-z0-9+=]{28,}")
_LONG = re.compile(r"[A-Za-z0-9+/_-]{40,}")
_HEX = re.compile(r"(?<![0-9A-Za-z])([0-9a-f]{32,}|[0-9A-F]{32,})(?![0-9A-Za-z])")
_KINDS = {
    "AWSKeyDetector": "an AWS access key",
    "AzureStorageKeyDetector": "a storage key",
    "JwtTokenDetector": "a signed token",
    "PrivateKeyDetector": "a private key",
}
"""What a find of the library is called; anything else is an access token."""


def is_secret_key(key: str) -> bool:
    """Whether what stands under this key would be a secret, such as ``admin_password``."""
    return bool(_SECRET_KEY.search(key))


def secret_in(text: str) -> str:
    """What kind of secret the text holds; empty for none."""
    for piece in _pieces(text):
        if kind := _secret_in(piece):
            return kind
    return ""


def _pieces(text: str) -> Iterator[str]:
    yield text[:WINDOW]
    for start in range(WINDOW - OVERLAP, len(text) - OVERLAP, WINDOW - OVERLAP):
        yield text[start : start + WINDOW]


def _secret_in(text: str) -> str:
    if _IN_ADDRESS.search(text):
        return "an address with a password in it"
    if _ASSIGNED.search(text):
        return "a password"
    if _STORAGE.search(text):
        return "a storage key"
    rest = _ORDERLY.sub(" ", text)
    if _may_have_a_format(rest):
        for detector in _detectors():
            if any(detector.analyze_string(rest)):
                return _KINDS.get(type(detector).__name__, "an access token")
    return "what looks like a key" if _has_random_token(rest) else ""


def _may_have_a_format(text: str) -> bool:
    """Every format that the library knows has letters and digits in one long word, or one of a few marks. Loading it takes a seventh of a second."""
    words = _WORD.findall(text)
    return bool(_TELLTALE.search(text)) or any(not word.isdigit() and any(c.isdigit() for c in word) for word in words)


def _has_random_token(text: str) -> bool:
    for token in _TOKEN.findall(text):
        # A resource path is long but orderly; a key is not.
        if _entropy(token) > 4.0 and re.search(r"[a-z]", token) and re.search(r"[A-Z]", token) and re.search(r"[0-9]", token):
            return True
    return any(_entropy(token) > 3 for token in _HEX.findall(text)) or any(_entropy(token) > 4.7 for token in _LONG.findall(text))


def _entropy(text: str) -> float:
    """Bits for each character (Shannon)."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


@cache
def _detectors() -> tuple["RegexBasedDetector", ...]:
    """The library's detectors of formats. Those that go by words or entropy alone are left out: they take prose and commits for secrets."""
    from detect_secrets.plugins import (
        artifactory,
        aws,
        azure_storage_key,
        discord,
        github_token,
        gitlab_token,
        jwt,
        mailchimp,
        npm,
        openai,
        private_key,
        pypi_token,
        sendgrid,
        slack,
        square_oauth,
        stripe,
        telegram_token,
        twilio,
    )

    return (
        aws.AWSKeyDetector(),
        private_key.PrivateKeyDetector(),
        jwt.JwtTokenDetector(),
        azure_storage_key.AzureStorageKeyDetector(),
        artifactory.ArtifactoryDetector(),
        discord.DiscordBotTokenDetector(),
        github_token.GitHubTokenDetector(),
        gitlab_token.GitLabTokenDetector(),
        mailchimp.MailchimpDetector(),
        npm.NpmDetector(),
        openai.OpenAIDetector(),
        pypi_token.PypiTokenDetector(),
        sendgrid.SendGridDetector(),
        slack.SlackDetector(),
        square_oauth.SquareOAuthDetector(),
        stripe.StripeDetector(),
        telegram_token.TelegramBotTokenDetector(),
        twilio.TwilioKeyDetector(),
    )
