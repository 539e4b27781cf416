"""Sitgraph: situation reports in, a knowledge graph out, questions answered with their evidence."""

__version__ = "0.1.0"
