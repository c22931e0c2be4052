"""The only way a door may fetch anything: one file per noun and reader.

Absent and forbidden look the same.
"""


class Absent(Exception):
    """There is no such thing, or not for this reader; a door answers both alike."""
