"""The crash test: the program is killed at random moments while answers arrive and quizzes are due."""
