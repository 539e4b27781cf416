"""Matching the names of other tables with entities: candidates with scores, what speaks for them, and their properties."""
