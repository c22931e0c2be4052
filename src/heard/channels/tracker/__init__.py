"""Webhooks of other teams' trackers: proved, read, and passed on to every ticket that waits for an entry."""
