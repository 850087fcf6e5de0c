"""``make bench``: every measurement, on SQLite, and on PostgreSQL where ``DATABASE_URL`` names one."""

import os
import subprocess
import sys
from pathlib import Path

ALONE = 'if __name__ == "__main__"'


def main() -> int:
    """Run each module of this folder and those below it in a process of its own; return 1 if any passed its limit."""
    here = Path(__file__).parent
    paths = sorted(
        path for path in here.rglob("*.py") if path.name != "__main__.py" and ALONE in path.read_text()
    )
    names = [".".join(path.relative_to(here).with_suffix("").parts) for path in paths]
    bare = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    failed = False
    for environment in [bare, *([dict(os.environ)] if "DATABASE_URL" in os.environ else [])]:
        for name in names:
            failed |= (
                subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], env=environment).returncode != 0
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
