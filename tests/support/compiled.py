"""A compiled gazetteer of this very tree, made once, so that no service under test stops to compile one.

The file in the environment may be another tree's: whoever works on the tables makes it stale, and every process that
is started then would compile half a minute for itself.
"""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from services.ingest.compiling import command
from services.ingest.gazetteer import default_path, is_current
from services.ingest.gazetteer_build import version

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".cache" / "gazetteer"


@cache
def gazetteer() -> Path:
    """Its file."""
    path = FOLDER / f"{version()}.sqlite"
    if not is_current(path):
        FOLDER.mkdir(parents=True, exist_ok=True)
        if is_current(default_path()):
            draft = path.with_suffix(f".{os.getpid()}")
            shutil.copyfile(default_path(), draft)
            draft.replace(path)
        else:
            subprocess.run(command(path), env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
        for other in set(FOLDER.glob("*.sqlite")) - {path}:
            other.unlink(missing_ok=True)
    return path
