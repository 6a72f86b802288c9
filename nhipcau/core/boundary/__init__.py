"""What a circular or an officer's text may become: the boundary of the product, in one place."""

from nhipcau.core.boundary.cutting import Cut, cut
from nhipcau.core.boundary.refusing import refuse_asked, refuse_outside, why_asked, why_outside

__all__ = ["Cut", "cut", "refuse_asked", "refuse_outside", "why_asked", "why_outside"]
