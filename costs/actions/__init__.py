"""What people do that changes costs: each action one transaction."""
