"""receive_mail: its handler is being written."""
