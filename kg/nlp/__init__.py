"""From text to sentences, mentions and clauses; the only package that imports spaCy."""
