"""Working time, pure: opening hours, holidays, zones; times as people type them, as instants."""
