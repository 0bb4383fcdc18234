"""A charge's way from pre-flight over draft and attest to issue (clause 23)."""
