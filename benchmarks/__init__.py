"""The figures of docs/figures.md: one module each, with a `main()` that prints a table."""
