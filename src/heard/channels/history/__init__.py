"""Files of other systems, read as history (docs/history.md): one file per kind, and `carry.py`, which brings it in."""
