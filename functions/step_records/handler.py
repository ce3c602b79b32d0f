"""step_records: its handler is being written."""
