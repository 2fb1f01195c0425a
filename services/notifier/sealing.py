"""Signing secrets at rest: sealed with the deployment's key (AES-256-GCM), bound to their subscription.

`cryptography` does it: the standard library has no authenticated cipher.
"""

import base64
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from events.errors import TocsinError

NONCE_BYTES: Final = 12
FORM: Final = "s1."


class SealBroken(TocsinError):
    """A sealed secret does not open: the key is another one, or the log was altered. Ends: the service stops."""


class Sealer:
    """Seals and opens secrets with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, secret: str, subscription_id: str) -> str:
        """The secret as it may lie in the log. Two seals of one secret differ."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, secret.encode(), subscription_id.encode())
        return FORM + base64.b64encode(nonce + sealed).decode()

    def unseal(self, sealed: str, subscription_id: str) -> str:
        """The secret; raises `SealBroken` where this key or this subscription is not the one it was sealed for."""
        try:
            raw = base64.b64decode(sealed.removeprefix(FORM), validate=True)
            return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], subscription_id.encode()).decode()
        except (ValueError, InvalidTag):
            raise SealBroken(
                f"the secret of {subscription_id} does not open: TOCSIN_SEAL_KEY is not the key it was sealed with"
            ) from None
