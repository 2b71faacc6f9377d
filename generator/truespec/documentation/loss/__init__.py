"""Tells a page that lost a part from one that says less, and what a page would show if it were there."""
