"""The union's own Page: schedule, publish exactly once, post by hand, see what became of it."""
