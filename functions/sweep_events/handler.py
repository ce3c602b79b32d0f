"""sweep_events: its handler is being written."""
