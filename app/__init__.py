"""The shell: settings, clock, users, command line, web pages, demonstration."""
