"""What to do about a number written with commas, points or underscores between its digits.

A number is offered only where the text can mean no other: `1,000` may be a thousand or one, and a
price that is wrong by a thousand would pass every later check.
"""

import re

_WRITTEN = re.compile(r"-?\d[\d.,_]*\d")
_THOUSANDS_OR_DECIMALS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+|-?[1-9]\d{0,2}(\.\d{3}){2,}|-?\d+(_\d+)+")
_WITH_DECIMALS = (
    # form, marks between thousands, remedy
    (re.compile(r"-?\d+,\d+"), "", "use a point for decimals"),
    (re.compile(r"-?[1-9]\d{0,2}([,_]\d{3})+\.\d+"), ",_", "write it without separators"),
    (
        re.compile(r"-?[1-9]\d{0,2}([._]\d{3})+,\d+"),
        "._",
        "use a point for decimals and nothing between thousands",
    ),
)


def remedy_for(text: str, *, whole: bool) -> str | None:
    """How to write the number, or None if the text is none. `whole`: it can have no decimals."""
    if not _WRITTEN.fullmatch(text):
        return None
    unclear = not whole and _THOUSANDS_OR_DECIMALS.fullmatch(text)
    if _THOUSANDS.fullmatch(text) and not unclear:
        return f"write it without separators: {re.sub('[,._]', '', text)}"
    if not whole and not unclear:
        for form, between, remedy in _WITH_DECIMALS:
            if form.fullmatch(text):
                plain = "".join(each for each in text if each not in between)
                return f"{remedy}: {plain.replace(',', '.')}"
    if whole:
        return "write a whole number in digits, without separators"
    return "write digits, with a point before decimals and nothing between thousands"
