"""What several parts of the CDK app share; one construct or one table of facts a file."""
