"""The two products: pages of exam items, and pages of plain notes."""

from pathlib import Path

from tests.product import choices, judging, writing
from tests.product.figures import Product
from tests.product.notes import choices as notes_choices
from tests.product.notes import judging as notes_judging
from tests.product.notes import writing as notes_writing

_HERE = Path(__file__).parent
EXAM = Product(
    choices.WAYS,
    {"qa": "Q&A", "contrast": "contrast"},
    writing.page,
    judging.judge,
    _HERE / "floors.txt",
)
NOTES = Product(
    notes_choices.WAYS,
    {"asked": "question", "named": "term"},
    notes_writing.page,
    notes_judging.judge,
    _HERE / "notes" / "floors.txt",
)
