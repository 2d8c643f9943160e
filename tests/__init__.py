"""Tests, as the packages."""
