"""Services of others: one file each that builds the request and reads the answer; the transport is a performer."""
