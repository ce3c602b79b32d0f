"""The AWS services that the local stack answers for itself, each an object with `answer(operation, params)`."""
