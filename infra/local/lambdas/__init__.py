"""Lambda on this machine: handlers called in process, each with its own environment, role, context and limits."""
