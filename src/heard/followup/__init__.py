"""Time passing: what is due is settled, one unit at a time."""
