"""activate_receipt_rules: its handler is being written."""
