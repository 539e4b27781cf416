"""From clauses to claims: a trigger lexicon, a few generic patterns, and one file per family of claims."""
