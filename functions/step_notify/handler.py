"""step_notify: its handler is being written."""
