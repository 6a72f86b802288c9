from nhipcau.register.views.duplicates import different, duplicates, same, undo
from nhipcau.register.views.units import check_page, consent, register_list, unit

__all__ = ["check_page", "consent", "different", "duplicates", "register_list", "same", "undo", "unit"]
