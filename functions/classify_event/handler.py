"""classify_event: its handler is being written."""
