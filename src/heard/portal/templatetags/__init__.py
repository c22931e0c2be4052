"""Tags of the requesters' pages."""
