"""Doors through which requests arrive."""
