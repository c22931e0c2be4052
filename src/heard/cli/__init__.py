"""The heard command."""
