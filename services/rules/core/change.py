"""What one report event changes among the incidents, as plain values."""

from dataclasses import dataclass

from events.incident import CauseKind
from services.rules.core.similarity import Link


@dataclass(frozen=True, slots=True)
class Stands:
    """An incident as it stands now: its reports in their order and the names of its possible duplicates.

    `opened`: it was not there before; `out_of`: the incident its reports were part of until now. `nearest`: for each
    report that is new to it, or new itself, the strongest link to another one. `left`: reports that are part of it no
    more.
    """

    incident_id: str
    revision: int
    report_ids: tuple[str, ...]
    doubles: tuple[str, ...]
    opened: bool
    out_of: str | None
    nearest: tuple[tuple[str, Link | None], ...]
    left: tuple[str, ...]
    cause_kind: CauseKind


@dataclass(frozen=True, slots=True)
class Merged:
    """An incident that is part of another one from now on."""

    incident_id: str
    revision: int
    into: str


@dataclass(frozen=True, slots=True)
class Retracted:
    """An incident of which no report speaks any more. `country`: where it was."""

    incident_id: str
    revision: int
    country: str | None
    cause_kind: CauseKind


@dataclass(frozen=True, slots=True)
class Moved:
    """A report that went from one incident to another while both live on."""

    report_id: str
    before: str
    after: str
    nearest: Link | None
    cause_kind: CauseKind


Change = Stands | Merged | Retracted | Moved
