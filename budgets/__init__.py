"""Budgets: the management body, the 2005 baseline, growth, annual budgets, control.

What a unit plans for its aid funds, who decides it, and that nothing is spent past it.
"""
