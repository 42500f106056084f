"""The command line: everything that the screens do, for scripts and for screen readers.

Command modules import only click at their top, so that `selfaudit --help` stays quick.
"""
