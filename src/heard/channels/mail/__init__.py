"""Mail: parsed, threaded, received."""
