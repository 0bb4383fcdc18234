"""The start page and a cooperation's page: what waits for whom, and the year at a glance."""
