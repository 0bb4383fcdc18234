"""What is read of the follow-up."""
