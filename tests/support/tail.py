"""All that topics hold, read once however often it is asked for."""

from events.log.port import Log, Stored

READ_RECORDS = 2_000


class Tail:
    """The records of some topics, partition by partition, in order."""

    def __init__(self, log: Log, *topics: str) -> None:
        self._log = log
        self._found: dict[tuple[str, int], list[Stored]] = {
            (topic, partition): [] for topic in topics for partition in range(log.partitions(topic))
        }

    async def all(self) -> list[Stored]:
        """All that is committed now."""
        for (topic, partition), found in self._found.items():
            while page := await self._log.read(topic, partition, _next(found), READ_RECORDS):
                found.extend(page)
        return [record for found in self._found.values() for record in found]


def _next(found: list[Stored]) -> int:
    return found[-1].offset + 1 if found else 0
