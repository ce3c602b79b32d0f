"""api: its handler is being written."""
