"""The only way a door may fetch anything: one file per noun and reader."""
