"""`python -m heard.cli`: the same as `heard`, for a supervisor that knows only its Python."""

import sys

from heard.cli import main

sys.exit(main())
