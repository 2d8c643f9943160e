"""Books for other programs (交换): one file a program.

What is written here is text of a format that others define; nothing of those programs
is imported. May import what `reports` may. Start with `beancount.py`.
"""
