"""match_workflows: its handler is being written."""
