"""What a group does with its notes. Knows nothing of Discord; time and chance come in as arguments."""
