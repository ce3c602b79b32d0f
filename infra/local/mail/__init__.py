"""SES's receiving side and what follows it: rules, the object in S3, the notification, its way into the queue."""
