import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from services.notifier.core.signing import WeakSecret, headers, key_of, secret_text, signature

keys = st.binary(min_size=24, max_size=64)
bodies = st.text().map(str.encode)


@pytest.mark.parametrize(
    ("secret", "message_id", "timestamp_s", "body", "expected"),
    [
        (
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            b'{"test": 2432232314}',
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        (
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            b'{"email":"test@example.com","username":"test_user"}',
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
        ),
    ],
)
def test_the_vectors_of_the_specification_are_met(
    secret: str, message_id: str, timestamp_s: int, body: bytes, expected: str
) -> None:
    assert signature(secret, message_id, timestamp_s, body) == expected


@given(keys, bodies)
def test_the_reference_verifier_accepts_any_body_under_any_key(key: bytes, body: bytes) -> None:
    secret = secret_text(key)
    Webhook(secret).verify(body, headers([secret], "dlv_1", datetime.now(UTC), body), json_parse=False)


def test_the_reference_verifier_refuses_another_body() -> None:
    secret = secret_text(b"a" * 32)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(b"{}", headers([secret], "dlv_1", datetime.now(UTC), b"[]"))


def test_while_a_rotation_lasts_both_secrets_verify() -> None:
    old, new = secret_text(b"o" * 32), secret_text(b"n" * 32)
    signed = headers([new, old], "dlv_1", datetime.now(UTC), b"{}")
    for secret in (old, new):
        Webhook(secret).verify(b"{}", signed)


def test_a_moment_in_another_zone_is_the_same_timestamp() -> None:
    at = datetime(2025, 3, 1, 12, tzinfo=UTC)
    elsewhere = at.astimezone(timezone(timedelta(hours=5, minutes=30)))
    secret = secret_text(b"a" * 32)
    assert headers([secret], "dlv_1", elsewhere, b"{}") == headers([secret], "dlv_1", at, b"{}")


@pytest.mark.parametrize("size", [0, 1, 23, 65, 200])
def test_a_key_that_is_too_short_or_too_long_is_refused(size: int) -> None:
    with pytest.raises(WeakSecret):
        secret_text(b"a" * size)
    with pytest.raises(WeakSecret):
        key_of("whsec_" + base64.b64encode(b"a" * size).decode())


def test_the_refusal_of_a_secret_does_not_show_it() -> None:
    with pytest.raises(WeakSecret) as refused:
        key_of("whsec_not-base64-at-all!")
    assert "not-base64" not in str(refused.value)
