"""How publishing holds when workers are killed, calls fail and posts are seen late: `./run reliability`."""
