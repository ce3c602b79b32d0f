"""bootstrap_tenant: its handler is being written."""
