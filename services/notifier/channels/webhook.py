"""The webhook: one signed POST. Standard Webhooks headers; the bytes signed are the bytes sent."""

from typing import Final

from services.notifier.channels import Message
from services.notifier.core.payload import CONTENT_TYPE
from services.notifier.core.policy import Failure, Response
from services.notifier.core.signing import headers
from services.runtime.outbound import NoAnswer, Outbound

USER_AGENT: Final = "tocsin"


class Webhook:
    """Sends through the guarded client."""

    name = "webhook"

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def send(self, message: Message) -> Response | Failure:
        """Signs with the present time and posts."""
        signed = headers(message.secrets, message.delivery_id, message.at, message.body)
        signed |= {"content-type": CONTENT_TYPE, "user-agent": USER_AGENT}
        answer = await self._outbound.post(message.url, message.body, signed, message.deadline_s)
        if isinstance(answer, NoAnswer):
            return Failure(answer.reason, answer.maybe_received)
        return Response(answer.status, answer.headers.get("retry-after"))

    async def close(self) -> None:
        """Closes the client's connections."""
        await self._outbound.close()
