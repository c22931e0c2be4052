"""Full-text search: one small interface, SQLite FTS5 or PostgreSQL behind it."""
