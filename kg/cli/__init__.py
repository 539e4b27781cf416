"""The command line: one module per group of commands; the only package that prints."""

from kg.cli.application import app, main

__all__ = ["app", "main"]
