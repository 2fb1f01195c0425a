"""Standard Webhooks signatures, version 1: HMAC-SHA256 over `id.timestamp.body`, keyed with the subscriber's secret.

Source: the Standard Webhooks specification 1.0; its two fixed vectors and its reference verifier are in the tests.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final

SECRET_PREFIX: Final = "whsec_"  # noqa: S105  the prefix every such secret has, not a secret
KEY_BYTES: Final = 32
KEY_BYTES_MIN, KEY_BYTES_MAX = 24, 64


class WeakSecret(ValueError):
    """A signing secret that the specification does not allow. The text never shows the secret."""


def secret_text(key: bytes) -> str:
    """The secret as a subscriber sees it: `whsec_` and base64 of the key."""
    if not KEY_BYTES_MIN <= len(key) <= KEY_BYTES_MAX:
        raise WeakSecret(f"a signing key has {KEY_BYTES_MIN} to {KEY_BYTES_MAX} bytes, not {len(key)}")
    return SECRET_PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    """The key in a secret; raises `WeakSecret` where it is too short, too long or no base64."""
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise WeakSecret("a signing secret is whsec_ and base64") from None
    if not KEY_BYTES_MIN <= len(key) <= KEY_BYTES_MAX:
        raise WeakSecret(f"a signing key has {KEY_BYTES_MIN} to {KEY_BYTES_MAX} bytes, not {len(key)}")
    return key


def signature(secret: str, message_id: str, timestamp_s: int, body: bytes) -> str:
    """One signature, `v1,` and base64."""
    signed = b"%s.%d.%s" % (message_id.encode(), timestamp_s, body)
    return "v1," + base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()


def headers(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of one attempt. While a rotation lasts there are several secrets, and a signature by each.

    `at`: an aware moment; its fraction of a second is dropped.
    """
    timestamp_s = int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": " ".join(signature(secret, message_id, timestamp_s, body) for secret in secrets),
    }
