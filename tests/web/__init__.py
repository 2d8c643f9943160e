"""Tests of the web application, in process and in a real browser."""
