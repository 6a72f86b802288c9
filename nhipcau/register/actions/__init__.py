"""What people do with the register."""

from nhipcau.register.actions.collaborators import appoint_collaborator
from nhipcau.register.actions.consenting import record_consent
from nhipcau.register.actions.keeping import keep_form01
from nhipcau.register.actions.pages import check_page, name_page

__all__ = ["appoint_collaborator", "check_page", "keep_form01", "name_page", "record_consent"]
