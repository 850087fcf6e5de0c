"""``python3 -m scripts COMMAND``; this file alone must be readable for Pythons that are too old."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place that says so to an older Python
    have = "{}.{}".format(*sys.version_info[:2])
    sys.exit("Python 3.11 or newer is needed, this is " + have + "; name another: make up PYTHON=python3.12")

from scripts.commands import main

sys.exit(main(sys.argv[1:]))
