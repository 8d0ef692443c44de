"""Where articles give different values of one fact: a later one replaces an earlier one, or sources disagree.

A difference is only told between figures that are about the same thing. Copies of a story count as one source.
"""

from assistant.accounts.comparing import compare
from assistant.accounts.telling import notes, outdated, told, up_to_date
from assistant.accounts.values import Accounts, Difference, Value

__all__ = ["Accounts", "Difference", "Value", "compare", "notes", "outdated", "told", "up_to_date"]
