"""Every file of the corpus, the harmful ones first."""

from tests.harm.books import BOOKS
from tests.harm.deeper import DEEPER
from tests.harm.honest import HONEST
from tests.harm.others import OTHERS

HARMFUL = [*BOOKS, *OTHERS, *DEEPER]
CASES = [*HARMFUL, *HONEST]
