"""The errors of the language, each with the one way it may end (DESIGN §8): set aside, try again, or stop."""


class TocsinError(Exception):
    """Base of every error that we raise on purpose; its text is one sentence for a person."""


class UsedWrongly(TocsinError):
    """What was asked for cannot be: a wrong setting or argument. Ends: the command stops with exit status 2."""


class Unreadable(TocsinError):
    """A record of our own that cannot be read. Ends: the partition stops."""


class Fenced(TocsinError):
    """A newer owner opened this session. Ends: the fenced one stops and says so; nothing of its unit is visible."""


class WrongTopic(TocsinError):
    """A topic in the log differs from the catalog (partitions, retention) or is missing. Ends: the service stops."""


class LogUnavailable(TocsinError):
    """The log could not be reached in time. Ends: tried again, bounded."""
