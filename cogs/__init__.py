"""Discord only: parse the interaction, one call to a service, draw the result."""
