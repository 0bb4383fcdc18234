"""What is read of costs, a module a page or two."""
