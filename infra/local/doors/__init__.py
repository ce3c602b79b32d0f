"""Where the local stack meets the world: mail over SMTP, the HTTP API, and everything that goes out."""
