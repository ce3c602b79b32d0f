"""DynamoDB's expressions, compiled once for each text and set of names, run with each call's values."""
