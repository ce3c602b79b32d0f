"""authorize_request: its handler is being written."""
