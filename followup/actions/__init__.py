"""What is written of the follow-up: each a named use case, in one transaction, by somebody."""
