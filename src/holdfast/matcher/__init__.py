"""Door 3: the small look-up service for platforms (Starlette, extra `matcher`)."""
