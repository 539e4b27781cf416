"""What was learned from the annotated corpus: scores of triggers, of what fills their roles, and of names."""
