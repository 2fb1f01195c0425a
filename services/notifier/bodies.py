"""Bodies of webhooks, made once for all subscribers who are told the same: most of a fan-out is one body."""

from typing import Final

from events.alert import Alert
from events.changes import changes_between
from events.changes import told as news
from services.notifier.core.ordering import Thread, Told, told
from services.notifier.core.payload import Telling, webhook

KEPT_MAX: Final = 256
"""Bodies kept, 20 kB each at most."""


class Bodies:
    """A body depends on the change, on what its subscriber got before and on what was skipped; on nothing else."""

    def __init__(self, base_url: str = "") -> None:
        self._base_url = base_url
        self._kept: dict[tuple[str, str | None, tuple[int, ...], bool], tuple[Told, bytes]] = {}

    def of(self, thread: Thread, alert: Alert, *, exercise: bool) -> tuple[Told, bytes]:
        """What the alert is told as to whoever is at this point of the thread, and the body that tells it."""
        before = None if thread.got is None else thread.got.change_id
        key = (alert.change_id, before, thread.skipped, exercise)
        if key not in self._kept:
            if len(self._kept) >= KEPT_MAX:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = self._made(thread, alert, exercise=exercise)
        return self._kept[key]

    def _made(self, thread: Thread, alert: Alert, *, exercise: bool) -> tuple[Told, bytes]:
        as_what = told(thread, alert.status)
        different = changes_between(thread.got, alert)
        changes = news(different) or different
        telling = Telling(as_what, thread.skipped, changes, exercise, self._base_url)
        return as_what, webhook(alert, telling)
