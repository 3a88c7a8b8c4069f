"""The daily quiz of a group: when it is due, posted once, played, closed and looked back on."""
