"""step_ai: its handler is being written."""
