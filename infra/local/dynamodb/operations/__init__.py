"""The operations of DynamoDB on the store, a file for each family."""
