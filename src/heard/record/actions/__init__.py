"""The verbs, one file per noun: object first, then keyword-only by= and at=."""
