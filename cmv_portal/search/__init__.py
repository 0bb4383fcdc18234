"""Search over titles and texts of the portal's own records: what the person may read, and nothing else."""
