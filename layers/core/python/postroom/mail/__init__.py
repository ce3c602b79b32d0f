"""What a mail is: parsed, never raising, with what could not be understood on record."""
