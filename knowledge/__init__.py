"""What the notes say: notes to passages, passages to a knowledge base, questions to answers with their source."""
