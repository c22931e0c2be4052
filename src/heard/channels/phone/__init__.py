"""Webhooks of telephone exchanges: proved, read, and taken as arrivals."""
