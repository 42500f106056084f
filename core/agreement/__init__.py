"""How far model and person agree: every statistic, as pure functions of rows.

What can't be said is None: no data, one class only, nothing over nothing. It is never NaN, never
an exception and never a made-up 0. Import the module you need; this package loads nothing.
"""
