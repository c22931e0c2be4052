"""kill -9 of the sender at random points: nothing is lost, and what repeats is shown. The long run is `bin/bench
killed_sending`."""

import os
import subprocess
import sys

from architecture.house import ROOT

KILLS = 8
SENDERS, SEED = 1, 11


def test_nothing_queued_is_lost_and_what_repeats_says_so(fresh_installation):
    run = f"from benchmarks.killed_sending import main; raise SystemExit(main({KILLS}, {SENDERS}, {SEED}))"
    environment = {**os.environ, **fresh_installation}
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert f"{KILLS} kills of {SENDERS} senders" in done.stdout and "lost: 0" in done.stdout
