"""Tests of aid: standards, eligibility, awards, deadlines."""
