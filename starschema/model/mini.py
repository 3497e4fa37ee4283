"""`MiniDimension`: the base class of profiles that change too often to make versions of whom they are of."""

from __future__ import annotations

from starschema.model.junk import JunkDimension


class MiniDimension(JunkDimension):
    """Base of a mini-dimension: mix it with your own declarative base, `class Demographics(MiniDimension, Mart)`.

    Its columns are attributes and bands only. It is a junk dimension, whose members come into being as data names their
    combinations; what makes it a mini-dimension is the `profile(Demographics)` of a dimension such as a customer: the
    load of customers keeps there which profile each had when, and a fact's `role(Demographics, of="customer")` finds
    the profile that the customer of the fact had at the time of the event.

    Args:
        physical: Hints for the physical design.

    Grain:
        One row per combination of attributes and bands seen so far.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 5, "Type 4: Add Mini-Dimension".
    """
