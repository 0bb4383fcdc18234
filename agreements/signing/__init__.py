"""Who signed a PDF, when, whether it is unchanged, and whether the signer is known. Knows no Django."""
