"""The column of Facebook accounts: an address, or why there is none."""

from nhipcau.formats.model import Cell
from nhipcau.sheets.cleaners import ordinary
from nhipcau.sheets.cleaners.addresses import NO_HANDLE, Address, comparison_key, read_address
from nhipcau.sheets.cleaners.base import Cleaned, Cleaner

__all__ = ["FacebookAccount", "comparison_key", "read_address"]

REASONS = {
    "empty": ("blank", "facebook-missing"), "none": ("none-declared", "facebook-missing"),
    "name?": ("name-only", "facebook-name-only"), "short_link": ("share-link", "facebook-share-link"),
    "content": ("share-link", "facebook-share-link"), "opaque": ("share-link", "facebook-share-link"),
    "group": ("group-link", "facebook-not-account"), "not_a_link": ("not-facebook", "facebook-not-facebook"),
    "not_account": ("malformed", "facebook-malformed"), "damaged_number": ("malformed", "facebook-malformed"),
    "cut_off": ("malformed", "facebook-malformed"),
}  # fmt: skip


class FacebookAccount(Cleaner):
    """An account's or Page's address; why there is none stands in `more["reason"]`."""

    kind = "facebook"

    def clean(self, cell: Cell) -> Cleaned:
        if cell.link is None and is_ordinary(cell.text):
            kind = "id" if "?" in cell.text else "name"
            return Cleaned(cell.text, [], {"reason": None, "kind": kind})
        return self.judge(cell)

    def judge(self, cell: Cell) -> Cleaned:
        """Any cell."""
        shown = read_address(cell.text)
        target = read_address(cell.link) if cell.link else None
        codes: list[str] = []
        address = shown
        if target is not None and target.kind not in ("empty", "none"):
            if not shown.is_address or shown.kind == "cut_off":
                address = target
            elif (shown.url or shown.owner, shown.kind) != (
                target.url or target.owner,
                target.kind,
            ) and _differ(shown, target):
                codes.append("link-text-differs")
        return _cleaned(address, codes)


def is_ordinary(text: str) -> bool:
    """A canonical address, whose handle is none of Facebook's own words."""
    found = ordinary.account(text)
    return found is not None and found[1].lower() not in NO_HANDLE and not found[1].lower().endswith(".php")


def _differ(shown: Address, target: Address) -> bool:
    one, other = shown.url or shown.owner, target.url or target.owner
    if one and other:
        return comparison_key(one) != comparison_key(other)
    return target.kind not in ("not_a_link",) or shown.kind in ("name", "id", "page")


def _cleaned(address: Address, codes: list[str]) -> Cleaned:
    if address.kind in ("name", "id", "page"):
        return Cleaned(address.url, codes, {"reason": None, "kind": address.kind})
    if address.kind == "content" and address.owner:
        return Cleaned(address.owner, ["facebook-post-link", *codes], {"reason": None, "kind": "content"})
    reason, code = REASONS[address.kind]
    return Cleaned(None, [code, *codes], {"reason": reason, "kind": address.kind})
