"""The record: the one Django app with tables, and the verbs that change them."""
