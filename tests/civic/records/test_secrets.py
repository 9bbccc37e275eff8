"""What is taken for a secret in a record, and what is not."""

import time

import pytest

from civic.records.secret_scan import secret_in

FOUND = {
    "password in an address": ("postgres://u:S3cret@h/db", "an address with a password in it"),
    "password without a user": ("redis://:S3cret@cache", "an address with a password in it"),
    "password assigned": ("password=hunter2", "a password"),
    "in a shell's manner": ("export ADMIN_PASSWORD='hunter2'", "a password"),
    "access key": ("AKIAIOSFODNN7EXAMPLE", "an AWS access key"),
    "GitHub": (f"ghp_{'a1' * 18}", "an access token"),
    "GitLab": ("glpat-abcdefghij0123456789", "an access token"),
    "Slack": ("xoxb-123456-abcdef", "an access token"),
    "storage": (f"DefaultEndpointsProtocol=https;AccountKey={'ab1/' * 22}", "a storage key"),
    "private key": ("-----BEGIN EC PRIVATE KEY-----", "a private key"),
    "random": ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "what looks like a key"),
}
PASSED = (
    "# as of 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    "https://github.com/flowable/flowable-engine/blob/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b/README.md",
    "docker.io/library/postgres@sha256:ecafd34249b5c248f3cb6ebe339584ee6448b36fad3f0a827ae5e8efbae6afda",
    "/subscriptions/0b5f8a1e-3c7d-4e2a-9f60-1d2c3b4a5e6f/resourceGroups/civic-northshire-live/providers/Microsoft.Network",
    "passwordless = true",
    "PGPASSWORD=$PASSWORD psql",
    "postgres://user:${PASSWORD}@host/database",
    "https://northshire.example:8443/@staff",
    "a password is chosen at the first sign-in",
    "+441632960021-+441632960024",
)


@pytest.mark.parametrize("case", FOUND)
def test_what_is_a_secret(case: str) -> None:
    text, kind = FOUND[case]
    assert secret_in(text) == kind
    assert secret_in(f"{'word ' * 1000}{text}{' word' * 1000}") == kind


@pytest.mark.parametrize("text", PASSED)
def test_what_is_none(text: str) -> None:
    assert secret_in(text) == ""


@pytest.mark.parametrize("part", ["eyJ-", "eyJa.", "a1", "://a:", "password =", "A", "-----BEGIN ", "xoxb-1-", "//a/:_authToken="])
def test_no_pattern_takes_the_square_of_a_text(part: str) -> None:
    """128 KB, the largest record, in a time that a person does not notice."""
    started = time.process_time()
    secret_in(part * ((1 << 17) // len(part)))
    assert time.process_time() - started < 5
