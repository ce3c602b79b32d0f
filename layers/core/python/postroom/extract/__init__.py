"""Facts out of texts: amounts, dates, payment details, and the invoice they make up."""
