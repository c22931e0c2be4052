"""Letters: rendered once from frozen facts, kept, and sent until they have left."""
