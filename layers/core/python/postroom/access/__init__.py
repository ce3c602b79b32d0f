"""Who may do what: tenants, tokens; people and roles will stand here too."""
