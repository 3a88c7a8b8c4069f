"""Quiz questions made from the structure that the authors of the notes put there."""
