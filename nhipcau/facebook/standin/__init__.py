"""Plays Facebook's server on 127.0.0.1, for tests and the demo: real HTTP, state in memory.

`python -m nhipcau.facebook.standin --port 8099` starts it; nothing here is part of the product's own work.
"""
