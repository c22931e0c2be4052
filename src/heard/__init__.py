"""Heard, a support desk that keeps its promises."""
