"""The kinds of questions: each a module with `drafts(material) -> Iterator[Draft]`, listed in `knowledge.quiz.generate`."""
