"""The campaign whose chairs are told."""

from tests.campaigns.conftest import addressed, campaign, circular  # noqa: F401
