"""The version of the package, apart so that every room may name it."""

__version__ = "1.0.0"
