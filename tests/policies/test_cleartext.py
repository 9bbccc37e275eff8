"""Which plain settings of an application count as secrets."""

import pytest

from policies.cleartext import is_cleartext_secret


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "hunter2"),
        ("passwd", "hunter2"),
        ("SECRET_KEY_BASE", "hunter2"),
        ("CLIENT_SECRET", "hunter2"),
        ("GITHUB_TOKEN", "hunter2"),
        ("apiKey", "hunter2"),
        ("DATABASE_URL", "postgres://forms:hunter2@db.example/forms"),
        ("CONFIG", "-----BEGIN RSA PRIVATE KEY-----"),
        ("STORE", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hunter2"),
        ("WHO", "AKIA" + "ABCDEFGH" * 2),
    ],
)
def test_secrets_are_told_by_name_or_look(name: str, value: str):
    assert is_cleartext_secret(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOCALE", "en-GB"),
        ("PASSWORD_MIN_LENGTH", "12"),
        ("TOKEN_REQUIRED", "true"),
        ("DB_PASSWORD_FILE", "/run/secrets/db"),
        ("SECRET_ARN", "arn:aws:secretsmanager:eu-west-2:1:secret:x"),
        ("PUBLIC_KEY", "ssh-ed25519 AAAA"),
        ("TOKENIZER", "fast"),
        ("SECRETARY", "alice"),
        ("DATABASE_URL", "postgres://db.example/forms"),
        ("ADMIN_PASSWORD", ""),
    ],
)
def test_other_settings_are_left_alone(name: str, value: str):
    assert not is_cleartext_secret(name, value)
