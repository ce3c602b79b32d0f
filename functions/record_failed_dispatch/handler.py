"""record_failed_dispatch: its handler is being written."""
