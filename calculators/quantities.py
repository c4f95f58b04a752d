"""Write a number with its unit, the same way at build time and in the browser.

Native Python and the browser's Python may differ in the last bits of a float,
so every figure a reader sees is rounded here and nowhere else.
"""

from math import floor, inf, log10

NO_VALUE = "—"
HOURS_PER_MONTH = 730
"""A twelfth of a year: 365 days × 24 hours / 12 months."""
DAYS_PER_MONTH = HOURS_PER_MONTH / 24
SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600
MILLION = 1_000_000
_SIGNIFICANT_DIGITS = 3
_MONEY_DIGITS = 12
"""Money that needs more digits than these to be seen is none."""
_SIXTY = 60
_LONGER = {
    "ms": (999, 1000, "s"),
    "s": (120, _SIXTY, "min"),
    "min": (120, _SIXTY, "h"),
    "seconds": (120, _SIXTY, "minutes"),
    "minutes": (120, _SIXTY, "hours"),
}
"""By unit of time: above how many of it the next one is told, how many make one, and which it is."""
_SHORTER = {longer: unit for unit, (_, many, longer) in _LONGER.items() if many == _SIXTY}
"""What less than one of a unit is told in; less than a second stays a part of it."""


def format_quantity(value: float | str | None, unit: str) -> str:
    """Return `value` as text: an answer as it stands, a number rounded and with its unit.

    Money (unit `USD`, `USD/...`) gets a dollar sign and no further unit: the label says per what.
    Less than an hour is told in minutes, less than a minute in seconds; from a second on
    milliseconds are told in seconds, above two minutes in minutes, above two hours in hours.
    """
    if value is None:
        return NO_VALUE
    if isinstance(value, str):
        return value
    if unit == "USD" or unit.startswith("USD/"):
        text = format_money(abs(value))
        return f"{'-' if value < 0 and text != '0' else ''}${text}"
    value, unit = _pictured(value, unit)
    text = format_number(value)
    if unit in {"", "%"}:
        return text + unit
    return f"{text} {singular(unit) if text == '1' else unit}"


def format_estimate(value: float | str | None, unit: str) -> str:
    """The same of a number that has an interval: three significant digits, of its whole part too.

    Both ends of the interval are written so, and so is the number wherever a sentence repeats it.
    """
    if value is None or isinstance(value, str):
        return format_quantity(value, unit)
    rounded = _rounded(value)
    text = format_quantity(rounded, unit)
    return text.removesuffix(".00") if abs(rounded) >= 100 else text


def format_probability(percent: float | str | None) -> str:
    """A probability as few samples know it: whole per cents, and never certainty."""
    if percent is None or isinstance(percent, str):
        return format_quantity(percent, "%")
    if percent > 99:
        return "above 99%"
    return "below 1%" if percent < 1 else f"{percent:.0f}%"


def probability_in_words(percent: float) -> str:
    """The same after the word "probability": `of 58%`, `above 99%`."""
    told = format_probability(percent)
    return f"of {told}" if told[0].isdigit() else told


def format_interval(low: float | str | None, high: float | str | None, unit: str) -> str:
    """Both ends as one text with the unit once; nothing where they read the same.

    An exact number has ends that do, and an answer such as `unstable` too. An end that is such an
    answer is no number to go up to: it holds in some samples.
    """
    begin, end = format_estimate(low, unit), format_estimate(high, unit)
    if begin == end:
        return ""
    if isinstance(low, str) and isinstance(high, str):
        return f"{begin} in some samples; {end} in others"
    if isinstance(high, str):
        return f"{begin} or more; {end} in some samples"
    if isinstance(low, str):
        return f"{end} or less; {begin} in some samples"
    return f"{_without_unit(begin, end)} to {end}"


def _without_unit(begin: str, end: str) -> str:
    """The first end without the unit that follows with the second."""
    if begin.endswith("%"):
        return begin.removesuffix("%")
    number, space, unit = begin.rpartition(" ")
    last = end.rpartition(" ")[2]
    return number if space and unit in {last, singular(last)} else begin


def singular(unit: str) -> str:
    """The unit of one: `tokens/s` becomes `token/s`; symbols such as `ms` have no plural."""
    noun, slash, rest = unit.partition("/")
    if len(noun) < 4 or not noun.endswith("s"):
        return unit
    if noun.endswith("ies"):
        noun = noun[:-3] + "y"
    else:
        noun = noun[: -2 if noun.endswith(("sses", "xes", "ches")) else -1]
    return noun + slash + rest


def format_number(value: float) -> str:
    """Round to three significant digits, but never cut the whole part of a number."""
    if value == 0:
        return "0"
    digits = max(0, _SIGNIFICANT_DIGITS - 1 - _exponent(value))
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_money(value: float) -> str:
    """Cents up to 1,000 dollars, whole dollars above, three significant digits below a cent."""
    if value == 0:
        return "0"
    if round(value, 2) >= 1000:
        return f"{value:,.0f}"
    if value >= 0.1:
        return f"{value:.2f}"
    digits = _SIGNIFICANT_DIGITS - 1 - _exponent(value)
    return "0" if digits > _MONEY_DIGITS else f"{value:.{digits}f}"


def _pictured(value: float, unit: str) -> tuple[float, str]:
    """A time in the unit in which people picture it; anything else as it is."""
    if unit in _SHORTER and 0 < abs(value) < 1:
        return _pictured(value * _SIXTY, _SHORTER[unit])
    most, many, longer = _LONGER.get(unit, (inf, 1, unit))
    return (value, unit) if abs(_rounded(value)) <= most else _pictured(value / many, longer)


def time_steps(unit: str) -> list[tuple[float, float, str]]:
    """In which units a time is told: up to how many of `unit`, how many make one, and the unit.

    Charts, whose axes are drawn without Python, tell times by it; empty for what is no time.
    """
    steps: list[tuple[float, float, str]] = []
    made = 1.0
    while unit in _LONGER:
        most, many, longer = _LONGER[unit]
        steps.append((most * made, made, unit))
        made, unit = made * many, longer
    return [*steps, (inf, made, unit)] if steps else []


def _rounded(value: float) -> float:
    return float(f"{value:.{_SIGNIFICANT_DIGITS - 1}e}")


def _exponent(value: float) -> int:
    return floor(log10(abs(value)))
