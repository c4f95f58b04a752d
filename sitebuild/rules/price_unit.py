"""A price in the wrong unit is valid YAML and silently wrong by a thousand or a million."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sitebuild.content import Content, at
from sitebuild.entries import FineTuningPeriod, HostedModel
from sitebuild.errors import Problem
from sitebuild.rules.rule import Rule
from sitebuild.token_prices import TokenPrice, look_up


@dataclass(frozen=True)
class _Range:
    """Prices seen in the market for a unit, with a wide margin, and the slip behind one outside."""

    unit: str
    low: float
    if_lower: str
    high: float
    if_higher: str


# Seen so far: 0.01 (small embedding models) to 600 (largest reasoning model) US dollars per million
# tokens; 0.5 to 2.5 per thousand rerankings; 0.02 to 0.5 per GB and month; 1 to 4.5 per million
# cached tokens and hour; 1.7 to 100 per hour of hosting; 0.2 to 13 per hour of an accelerator.
# Input and output have bounds of their own: the dearest model that genai-prices lists takes 150 and
# 600, and a tuned model has cost up to twice its base model.
_RANGES = (
    _Range(
        "input_usd_per_million_tokens",
        0.001,
        "looks like a price per token; multiply by 1,000,000",
        300,
        "is above twice the dearest model's input; give US dollars per million tokens",
    ),
    _Range(
        "output_usd_per_million_tokens",
        0.001,
        "looks like a price per token; multiply by 1,000,000",
        1_200,
        "is above twice the dearest model's output; give US dollars per million tokens",
    ),
    _Range(
        "_usd_per_million_tokens",
        0.001,
        "looks like a price per token; multiply by 1,000,000",
        2_000,
        "is far above any price per million tokens; give US dollars per million tokens",
    ),
    _Range(
        "_usd_per_thousand_searches",
        0.01,
        "looks like a price per search; multiply by 1,000",
        200,
        "looks like a price per million searches; divide by 1,000",
    ),
    _Range(
        "usd_per_million_read_units",
        0.01,
        "looks like a price per read unit; multiply by 1,000,000",
        10_000,
        "is far above any price per million; give US dollars per million read units",
    ),
    _Range(
        "usd_per_million_write_units",
        0.01,
        "looks like a price per write unit; multiply by 1,000,000",
        10_000,
        "is far above any price per million; give US dollars per million write units",
    ),
    _Range(
        "storage_usd_per_gb_month",
        0.001,
        "looks like a price per gigabyte and hour; multiply by 730",
        50,
        "looks like a price per terabyte; divide by 1,000",
    ),
    _Range(
        "storage_usd_per_million_tokens_hour",
        0.01,
        "looks like a price per minute; multiply by 60",
        100,
        "looks like a price per day or month; divide by 24 or 730",
    ),
    _Range(
        "usd_per_gpu_hour",
        0.05,
        "looks like a price per second or minute; multiply by 3,600 or 60",
        50,
        "looks like a price of several accelerators; divide by their number",
    ),
    _Range(
        "hosting_usd_per_hour",
        0.05,
        "looks like a price per second or minute; multiply by 3,600 or 60",
        500,
        "looks like a price per month; divide by 730",
    ),
)


@dataclass(frozen=True)
class _Ratio:
    """A price of tokens that is at most so many times another one of the same model."""

    name: str
    most: float
    other: str
    if_more: str


# No model that a provider tunes reads a token for more than it generates one, and a cache is a
# discount. Output has cost up to 150 times input. A slip by a thousand in one price stands out
# against its neighbour, though it may lie in the range of dear models.
_RATIOS = (
    _Ratio("input", 1, "output", "is more than output costs"),
    _Ratio("cached_input", 1, "input", "is more than uncached input costs"),
    _Ratio("output", 500, "input", "is more than 500 times what input costs"),
)
# A tuned model has cost 1 to 2 times its base model, and training 2 to 29 times its input. A slip by
# a thousand in all prices of a period stands out against the base model's, which come from elsewhere.
_TUNED_OVER_BASE, _TRAINING_OVER_INPUT = 10, 200
_PER_MILLION_TOKENS = "_usd_per_million_tokens"


def check(content: Content) -> Iterator[Problem]:
    """Prices far outside of what is paid for their unit. 0 means free and is let through."""
    bases = _bases(content)
    for price in content.entries.prices.values():
        for index, period in enumerate(price.history):
            values = {
                name: value
                for name in type(period).model_fields
                if isinstance(value := getattr(period, name), float) and value
            }
            found = {name: _implausible(name, value) for name, value in values.items()}
            if not any(found.values()):  # a price that is wrong itself makes others look wrong
                found = {name: _beside_others(name, values) for name in values}
            if not any(found.values()) and isinstance(period, FineTuningPeriod):
                base = _price_of(bases.get(price.id), period)
                found = {name: _beside_base(name, value, base) for name, value in values.items()}
            for name, problem in found.items():
                if problem:
                    reason, _, remedy = problem.partition("; ")
                    yield at(price, ("history", index, name), reason, remedy, RULE.name)


def _implausible(name: str, value: float) -> str | None:
    unit = next((each for each in _RANGES if name.endswith(each.unit)), None)
    if unit and value < unit.low:
        return f"{_shown(value)} {unit.if_lower}"
    if unit and value > unit.high:
        return f"{_shown(value)} {unit.if_higher}"
    return None


def _beside_others(name: str, values: Mapping[str, float]) -> str | None:
    for ratio in _RATIOS:
        if name != f"{ratio.name}{_PER_MILLION_TOKENS}":
            continue
        value, other = values[name], values.get(f"{ratio.other}{_PER_MILLION_TOKENS}")
        if other and value > ratio.most * other:
            return (
                f"{_shown(value)} {ratio.if_more}, {_shown(other)}; "
                "give both in US dollars per million tokens"
            )
    return None


def _bases(content: Content) -> dict[str, HostedModel]:
    """By a price of fine-tuning: the model that is tuned for it."""
    return {
        model.fine_tuning.price: model
        for model in content.entries.models.values()
        if isinstance(model, HostedModel) and model.fine_tuning.price
    }


def _price_of(model: HostedModel | None, period: FineTuningPeriod) -> TokenPrice | None:
    """What the base model costs when the period begins; the rule `token-prices` says where it is not listed."""
    if model is None:
        return None
    try:
        return look_up(model.genai_prices.provider, model.genai_prices.model, period.starts)
    except LookupError:
        return None


def _beside_base(name: str, value: float, base: TokenPrice | None) -> str | None:
    if base is None:
        return None
    kind = name.removesuffix(_PER_MILLION_TOKENS)
    plain = base.output if kind == "output" else base.input
    if not plain:
        return None
    if kind == "training" and value > _TRAINING_OVER_INPUT * plain:
        said = f"more than {_TRAINING_OVER_INPUT} times"
    elif kind in {"input", "output"} and value > _TUNED_OVER_BASE * plain:
        said = f"more than {_TUNED_OVER_BASE} times"
    elif kind in {"input", "output"} and value * _TUNED_OVER_BASE < plain:
        said = f"less than a {_TUNED_OVER_BASE}th of"
    else:
        return None
    asked = "output" if kind == "output" else "input"
    return (
        f"{_shown(value)} is {said} what {asked} of the base model costs, {_shown(plain)}; "
        "give US dollars per million tokens"
    )


def _shown(value: float) -> str:
    return f"{Decimal(repr(value)):f}"


RULE = Rule("price-unit", check)
