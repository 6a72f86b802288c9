"""Client of the official Graph API for a union's own Page: requests, answers, faults.

It knows no model and no sentence: it says what happened, and `publishing` says it to people.
"""
