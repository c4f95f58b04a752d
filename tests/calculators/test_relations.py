"""Relations that hold whatever the numbers: more is never cheaper, better never slower.

A relation is drawn around a golden case, of which a few inputs are moved, because values drawn from
all that the bounds allow are seldom a situation in which anything fits, pays or is answered.
"""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.declare import InputSpec, flatten, inputs_of
from calculators.parse import InputError, parse
from calculators.registry import CALCULATORS
from tests import given as facts
from tests.golden.cases import CASES

_SAME = 1e-9
_MOVED = 3
"""Inputs of a case that are moved at most, before the one whose effect is looked at."""
_ARMS = ("prompt_only", "rag", "fine_tuned", "rag_fine_tuned")

type Values = dict[str, Any]


def _of_arms(*results: str) -> tuple[str, ...]:
    return tuple(f"{arm}.{each}" for arm in _ARMS for each in results)


_MONEY = _of_arms("start_usd", "month_usd", "horizon_usd", "request_usd")
_LATE = _of_arms("ttft_p50_ms", "ttft_p99_ms", "utilisation_percent")
_OUTDATED = _of_arms("outdated_percent", "outdated_high_percent", "staleness_usd_per_month")
_KEPT = _of_arms("kept_percent", "promise_days")
_SERVED = (
    "ttft_ms",
    "tpot_ms",
    "replicas",
    "usd_per_month",
    "full_usd_per_million_tokens",
)
_INDEXED = tuple(
    f"{kind}.{each}"
    for kind in ("flat", "hnsw")
    for each in ("memory_gib", "disk_gib", "search_ms", "own_usd_per_month")
)

RELATIONS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    # calculator, inputs of which more never lowers the results named third or raises those named last
    (
        "cost",
        (
            "question_tokens answer_tokens fine_tuned_answer_tokens retrieved_passages rewrite_tokens "
            "corpus_tokens corpus_change_percent_per_month training_examples epochs failed_runs "
            "hourly_rate_usd evaluation_questions input_usd_per_million_tokens variants peak_to_mean "
            "output_usd_per_million_tokens hosting_usd_per_hour usd_per_gpu_hour adapter_rank"
        ),
        _MONEY,
        (),
    ),
    (
        "cost",
        "gpu_memory_gib gpu_bandwidth_gb_per_s gpu_16_bit_tflops utilisation_percent batch_percent",
        _of_arms("fits_probability_percent"),
        _MONEY,
    ),
    (
        "training",
        "examples epochs usd_per_gpu_hour",
        ("cost_usd", "gpu_hours", "energy_kwh"),
        (),
    ),
    (
        "training",
        "gpu_memory_gib usable_percent",
        ("fits_probability_percent", "largest_micro_batch", "longest_sequence_tokens"),
        (),
    ),
    (
        "training",
        "gpu_bandwidth_gb_per_s gpu_16_bit_tflops gpu_link_gb_per_s",
        ("tokens_per_s", "tokens_for_budget"),
        ("gpu_hours", "cost_usd", "wall_hours"),
    ),
    ("serving", "prompt_tokens kv_bits", _SERVED, ("requests_that_fit",)),
    ("serving", "requests_per_s", ("replicas", "usd_per_month"), ()),
    (
        "serving",
        "gpu_memory_gib gpu_bandwidth_gb_per_s",
        ("requests_that_fit", "fits_probability_percent", "most_tokens_per_s"),
        _SERVED,
    ),
    ("serving", "target_ttft_ms target_tpot_ms", (), ("replicas",)),
    (
        "latency",
        "question_tokens rewrite_tokens ef_search vectors dimensions rerank_candidates",
        _LATE,
        (),
    ),
    ("latency", "replicas gpu_bandwidth_gb_per_s search_vcpus", (), _LATE),
    ("latency", "target_ttft_p95_ms", _of_arms("chance_percent"), ()),
    (
        "index",
        "documents dimensions requests_per_month replicas server_usd_per_month links",
        (*_INDEXED, "managed_usd_per_month"),
        (),
    ),
    ("index", "ef_search", ("hnsw.recall_percent", "hnsw.search_ms"), ()),
    ("index", "probes", ("ivf_pq.recall_percent", "ivf_pq.search_ms"), ()),
    ("index", "server_memory_gib server_vcpus", (), tuple(f for f in _INDEXED if "usd" in f)),
    ("freshness", "volatile_changed_percent facts_per_answer model_age_months", _OUTDATED, _KEPT),
    ("freshness", "promise_percent", _KEPT, ()),
    ("freshness", "answers_per_month", _of_arms("total_usd_per_month"), _of_arms("cheapest_days")),
    (
        "caching",
        (
            "cached_input_usd_per_million_tokens cache_write_usd_per_million_tokens answer_tokens "
            "storage_usd_per_million_tokens_hour"
        ),
        _of_arms("cached_request_usd"),
        _of_arms("saving_usd_per_month"),
    ),
    ("caching", "requests_per_month", _of_arms("hit_percent", "most_prefixes"), ()),
    ("caching", "distinct_prefixes", (), _of_arms("hit_percent", "requests_per_hour")),
    (
        "sample-size",
        "power_percent comparisons",
        ("paired_questions", "unpaired_questions", "judged_paired_questions"),
        (),
    ),
    (
        "sample-size",
        "questions",
        ("paired_power_percent", "unpaired_power_percent", "measured_low_percent"),
        ("smallest_paired_points", "smallest_unpaired_points", "measured_high_percent"),
    ),
)


@cache
def _specs(calculator: str) -> dict[str, InputSpec]:
    return {each.name: each for each in inputs_of(CALCULATORS[calculator].inputs)}


@cache
def _cases(calculator: str) -> tuple[Mapping[str, Any], ...]:
    """The inputs of the golden cases in full."""
    declared = CALCULATORS[calculator].inputs
    found = [parse(declared, case) for case in CASES[calculator].values()]
    return tuple({name: getattr(each, name) for name in _specs(calculator)} for each in found)


def _times(spec: InputSpec, value: float, factor: float) -> float:
    """A value so many times as large, within its bounds."""
    assert spec.minimum is not None
    assert spec.maximum is not None
    found = min(max(value * factor, spec.minimum), spec.maximum)
    return math.ceil(found) if spec.kind == "integer" else found


@st.composite
def situations(draw: st.DrawFn, calculator: str) -> Values:
    """A golden case with up to so many of its inputs moved, which the form would take."""
    values = dict(draw(st.sampled_from(_cases(calculator))))
    numbers = [each.name for each in _specs(calculator).values() if each.minimum is not None]
    for name in draw(st.lists(st.sampled_from(numbers), max_size=_MOVED)):
        factor = draw(st.sampled_from([0.1, 0.5, 0.9, 1.1, 2.0, 10.0]))
        moved = {**values, name: _times(_specs(calculator)[name], values[name], factor)}
        if _taken(calculator, moved):
            values = moved
    return values


def _taken(calculator: str, values: Values) -> bool:
    try:
        parse(CALCULATORS[calculator].inputs, values)
    except InputError:
        return False
    return True


def results(calculator: str, values: Values) -> dict[str, Any]:
    """What the calculator's form shows at once."""
    declared = CALCULATORS[calculator]
    work = declared.quick or declared.compute
    return flatten(work(parse(declared.inputs, values, facts.given(calculator))))


def _falls(less: Any, more: Any) -> bool:
    """Whether the second of two numbers is lower; where one of them is an answer in words, no."""
    if not all(isinstance(each, int | float) for each in (less, more)):
        return False
    return more < less - _SAME * max(abs(less), abs(more))


@pytest.mark.parametrize(
    ("calculator", "names", "rising", "falling"),
    RELATIONS,
    ids=[f"{calculator}: {names.split()[0]}" for calculator, names, _, _ in RELATIONS],
)
@settings(max_examples=15)
@given(data=st.data())
def test_more_of_an_input_never_moves_a_result_the_wrong_way(
    calculator: str,
    names: str,
    rising: tuple[str, ...],
    falling: tuple[str, ...],
    data: st.DataObject,
) -> None:
    """What costs, burdens or must be waited for adds; what is better or faster takes away."""
    less = data.draw(situations(calculator))
    factor = data.draw(st.sampled_from([1.01, 1.5, 2.0, 10.0]))
    before = results(calculator, less)
    for name in names.split():
        value = _times(_specs(calculator)[name], less[name] or 1.0, factor)
        after = results(calculator, {**less, name: value})

        wrong = [each for each in rising if _falls(before[each], after[each])]
        wrong += [each for each in falling if _falls(after[each], before[each])]
        assert not wrong, f"{name} {less[name]} -> {value}: {wrong}"


@pytest.mark.parametrize("calculator", CALCULATORS)
@settings(max_examples=15)
@given(data=st.data())
def test_what_the_form_hides_moves_nothing(calculator: str, data: st.DataObject) -> None:
    """An input that the choices make meaningless decides no result and no sentence."""
    values = data.draw(situations(calculator))
    said = {name: str(value) for name, value in values.items()}
    hidden = [
        each
        for each in _specs(calculator).values()
        if not each.matters(said) and each.minimum is not None
    ]
    if not hidden:
        return
    moved = {**values, **{each.name: each.maximum for each in hidden if each.at_most is None}}
    if not _taken(calculator, moved):
        return

    assert results(calculator, moved) == results(calculator, values)


@settings(max_examples=25)
@given(values=situations("cost"))
def test_in_another_currency_all_costs_are_the_same(values: Values) -> None:
    """Twice the number for every price is twice the number for every cost, and the same order."""
    money = [each for each in _specs("cost").values() if each.unit.startswith("USD")]
    if any(2 * values[each.name] > (each.maximum or 0.0) for each in money):
        return
    once = results("cost", values)
    twice = results("cost", values | {each.name: 2 * values[each.name] for each in money})

    for name in _MONEY:
        assert twice[name] == (once[name] and pytest.approx(2 * once[name], rel=_SAME))
    assert twice["runner_up"] == once["runner_up"]


@settings(max_examples=20)
@given(values=situations("training"))
def test_what_training_says_would_fit_does(values: Values) -> None:
    """The largest batch and the longest sequence, entered, fit; one sequence more does not."""
    found = results("training", values)
    batch, length = found["largest_micro_batch"], found["longest_sequence_tokens"]
    if isinstance(batch, int):
        entered = values | {"micro_batch": batch}
        assert results("training", entered)["verdict"] == "fits"
        if batch < (_specs("training")["micro_batch"].maximum or 0):
            entered = values | {"micro_batch": batch + 1}
            assert results("training", entered)["verdict"] != "fits"
    if isinstance(length, int):
        assert results("training", values | {"sequence_tokens": length})["verdict"] == "fits"


@settings(max_examples=40)
@given(values=situations("caching"))
def test_caching_pays_from_the_requests_that_it_names(values: Values) -> None:
    """Entered, the break-even saves nothing; a little more saves and a little less costs."""
    for arm in _ARMS:
        least = results("caching", values)[f"{arm}.break_even_requests_per_month"]
        if not isinstance(least, float):
            continue
        for requests, pays in ((math.ceil(1.01 * least) + 1, True), (math.floor(0.99 * least), 0)):
            if 0 < requests <= 1e9:
                entered = results("caching", values | {"requests_per_month": requests})
                saved = entered[f"{arm}.saving_percent"]
                assert isinstance(saved, str) or (saved > -_SAME if pays else saved < _SAME)
