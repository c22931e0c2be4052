"""The engine, pure: what a desk owes, to whom and by when. No Django, no I/O, no clock."""
