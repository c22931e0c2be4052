"""Django's SQLite backend with one change: how a writer waits for its turn."""
