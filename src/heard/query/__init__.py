"""The language one types to find tickets: `is:late owner:me "label printer" -vpn created:>2026-11-01`.

Pure: no Django, no I/O, no clock. Read `reading.py` first, then `days.py`. What a term finds is told by
`record/access/query.py`.
"""

from heard.query.days import Span, span_of
from heard.query.reading import FIELDS, OWN, Query, Term, Unreadable, read

__all__ = ["FIELDS", "OWN", "Query", "Span", "Term", "Unreadable", "read", "span_of"]
