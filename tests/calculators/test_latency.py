"""The latency calculator as a reader meets it."""

import json
import math
from dataclasses import replace
from statistics import mean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.cost import compute as cost
from calculators.declare import flatten, inputs_of
from calculators.latency import LatencyInputs, LatencyResults, compute
from calculators.latency.arms import prompt_of
from calculators.latency.engine import Engine, engine
from calculators.latency.requests import FEWER, REQUESTS, requests_of
from calculators.latency.spread import infinite_quantile
from calculators.latency.stages import STAGES, deployed
from calculators.parse import parse
from calculators.physics.arms import ARMS
from calculators.physics.efficiency_inputs import ranges_of
from calculators.physics.ranges import middle, quantile, stratified_points
from calculators.physics.serving_efficiencies import SERVING as UNCERTAIN
from calculators.physics.serving_load import Loaded, replica_of
from calculators.registry import CALCULATORS
from tests import strategies
from tests.calculators.conftest import Situation
from tests.calculators.latency_cases import make, own
from tests.golden.values import SELF_HOSTED

RAG = next(arm for arm in ARMS if arm.name == "rag")
INPUTS = strategies.inputs(CALCULATORS["latency"])


def one_speed(**changed: Any) -> LatencyInputs:
    """A hosted model without chance: every time is what is stated."""
    even = {
        "ttft_p50_ms": 500.0,
        "ttft_p95_ms": 500.0,
        "ttft_prompt_tokens": 1_000,
        "prompt_ms_per_thousand_tokens_low": 100.0,
        "prompt_ms_per_thousand_tokens_mid": 100.0,
        "prompt_ms_per_thousand_tokens_high": 100.0,
        "output_tokens_per_s": 100.0,
        "slow_output_tokens_per_s": 100.0,
        "answer_variation": 0.0,
        "network_p50_ms": 50.0,
        "network_p95_ms": 50.0,
        "embed_p50_ms": 90.0,
        "embed_p95_ms": 90.0,
        "search": "stated_times",
        "search_p50_ms": 10.0,
        "search_p95_ms": 10.0,
        "answer_tokens": 201,
        "fine_tuned_answer_tokens": 201,
    }
    return make(**{**even, **changed})


@settings(max_examples=60, deadline=None)
@given(INPUTS)
def test_no_input_within_bounds_breaks_it(inputs: LatencyInputs) -> None:
    """Every combination gives an answer: finite numbers or text."""
    results = flatten(compute(inputs))
    assert all(math.isfinite(each) for each in results.values() if isinstance(each, int | float))
    json.dumps(results, allow_nan=False)


def test_a_hosted_request_by_hand() -> None:
    """The worked example of the page: 400 ms without the prompt, 0.1 ms a token, 50 ms network."""
    results = compute(one_speed())
    # RAG: 800 instructions, 5 passages of 400, 60 of question: 2,860 tokens.
    assert results.rag.ttft_p95_ms == pytest.approx(400 + 286 + 50 + 90 + 10)
    assert results.fine_tuned.ttft_p95_ms == pytest.approx(400 + 26 + 50)
    assert results.rag_adds_ms == pytest.approx(360)
    assert results.rag_adds_percent == pytest.approx(100 * 360 / 476)
    # 200 tokens after the first, 10 ms each.
    assert results.rag.e2e_p50_ms == pytest.approx(836 + 2_000)


def test_the_arms_send_the_prompts_of_the_cost_calculator(situation: Situation) -> None:
    """Each arm has the name, the label and the number of prompt tokens that it has in cost."""
    inputs = make()
    names = {spec.name for spec in inputs_of(LatencyInputs)}
    shared = names & {
        "question_tokens", "answer_tokens", "instruction_tokens", "context_tokens",
        "fine_tuned_instruction_tokens", "fine_tuned_answer_tokens", "retrieved_passages",
        "passage_tokens",
    }  # fmt: skip
    assert len(shared) == 8
    same = situation(**{name: getattr(inputs, name) for name in shared})
    cost, latency = CALCULATORS["cost"].compute(same), compute(inputs)
    for arm in ARMS:
        wanted = getattr(cost, arm.name).prompt_tokens
        assert getattr(latency, arm.name).prompt_tokens == wanted


@pytest.mark.parametrize("serving", ["hosted", "own_accelerators"])
def test_without_a_passage_nothing_is_retrieved(situation: Situation, serving: str) -> None:
    """The arms that retrieve say what the cost calculator says of them; no search is made or mended."""
    busy = {"search": "own_index", "search_vcpus": 1, "requests_per_s": 1_000.0}
    results = compute(make(serving=serving, retrieved_passages=0, **busy))
    priced = cost(situation(retrieved_passages=0))
    for arm in (results.rag, results.rag_fine_tuned):
        assert arm.ttft_p95_ms == arm.busiest_part == priced.rag.status == "nothing to retrieve"
        assert arm.keeps_promise == "no"
    assert results.rag_stages.search_ms == results.rag_adds_ms == "nothing to retrieve"
    assert "RAG" not in f"{results.keep_promise} {results.fastest}"
    assert "the search" not in results.warning
    assert not {item.head for item in results.remedies} & {"Search:", "RAG:", "RAG + fine-tuned:"}
    assert not any("search" in term.name for term in results.working)


def test_an_arm_that_retrieves_nothing_breaks_no_promise() -> None:
    """The answer is about the arm that has a time."""
    answer = compute(make(retrieved_passages=0)).answer
    assert answer.startswith("First token, p95: fine-tuned 1.1 s (keeps the promise of 2 s).")
    assert answer.endswith("RAG: nothing to retrieve.")
    assert "RAG breaks" not in answer


def test_percentiles_are_those_of_sums() -> None:
    """p95 of embedding and of the model add up to more than p95 of both together."""
    results = compute(make(embed_p50_ms=500.0, embed_p95_ms=1_000.0, search="stated_times"))
    alone = compute(make(embed_p50_ms=0.0, embed_p95_ms=0.0, search="stated_times"))
    assert results.rag.ttft_p95_ms < alone.rag.ttft_p95_ms + 1_000


def test_mean_stages_add_up_to_the_mean() -> None:
    """The pieces of a bar are together as long as the mean of the same requests."""
    results = compute(one_speed(rewrite_tokens=20, answer_variation=1.0, answer_tokens=2_000))
    found = [getattr(results.rag_stages, f"{name}_ms") for name in STAGES]
    pieces = sum(found)
    requests = requests_of(one_speed(answer_variation=1.0))
    answers = mean(max(0.0, 2_000 * each - 1) for each in requests.answer)
    # Rewriting reads 60 tokens of question and writes 20: 400 + 6 + 200 ms.
    assert pieces == pytest.approx(606 + 836 + 10 * answers)


def test_stated_percentiles_come_back() -> None:
    """The requests drawn have the median and the p95 that were stated, within 3%."""
    requests = requests_of(make(embed_p50_ms=100.0, embed_p95_ms=200.0))
    assert quantile(requests.embed, 0.5) == pytest.approx(100, rel=0.03)
    assert quantile(requests.embed, 0.95) == pytest.approx(200, rel=0.03)
    assert mean(requests.answer) == pytest.approx(1, rel=0.1)


@pytest.mark.parametrize("median", [10.0, 200.0, 1_000.0])
def test_the_measured_prompt_takes_the_stated_time(median: float) -> None:
    """However slow the published slope: reading a prompt takes no longer than its whole first token."""
    results = compute(
        make(
            ttft_p50_ms=median,
            ttft_p95_ms=2 * median,
            ttft_prompt_tokens=5_000,
            instruction_tokens=100,
            context_tokens=4_840,
            question_tokens=60,
            network_p50_ms=0.0,
            network_p95_ms=0.0,
        )
    )

    assert results.prompt_only.ttft_p50_ms == pytest.approx(median, rel=0.03)
    assert results.prompt_only.ttft_p95_ms == pytest.approx(2 * median, rel=0.03)


@pytest.mark.parametrize("count", [FEWER, REQUESTS])
def test_every_kind_of_luck_is_spread_as_it_should_be(count: int) -> None:
    """No wait and no time has its late requests at other than 95 and 99 of 100."""
    for column in zip(*stratified_points(11, count), strict=True):
        assert quantile(column, 0.5) == pytest.approx(0, abs=0.001)
        assert quantile(column, 0.95) == pytest.approx(1.645, abs=0.07)
        assert quantile(column, 0.99) == pytest.approx(2.326, abs=0.2)


def test_load_above_capacity_is_unstable() -> None:
    """No number for a queue without end, and the arms with shorter prompts hold out longer."""
    results = compute(own(requests_per_s=12.0))
    assert results.rag.ttft_p95_ms == "unstable"
    assert results.rag.keeps_promise == "no"
    assert isinstance(results.fine_tuned.ttft_p95_ms, float)
    assert compute(own(requests_per_s=1_000.0)).fine_tuned.ttft_p95_ms == "unstable"


def test_a_busy_machine_is_named() -> None:
    """Above 85% of the capacity the page warns."""
    results = compute(own(requests_per_s=3.3))
    assert results.rag.utilisation_percent > 85
    assert "utilisation above 85% (RAG " in results.warning
    assert results.warning.startswith("unstable: Prompt only; ")


def test_the_busiest_part_is_named() -> None:
    """The capacity of a hosted model is not known, that of the own search beside it is."""
    hosted, machines = compute(make()), compute(own())
    assert hosted.rag.busiest_part == "search"
    assert (hosted.fine_tuned.utilisation_percent, hosted.fine_tuned.busiest_part) == (
        "not known",
        "hosted",
    )
    assert machines.rag.busiest_part == "model"


def test_a_search_that_cannot_follow_is_unstable() -> None:
    """A scan of a hundred million vectors takes longer than the time between requests."""
    results = compute(make(index_kind="flat", vectors=100_000_000))
    assert results.rag.ttft_p95_ms == "unstable: the search"


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("search", {"index_kind": "flat", "vectors": 100_000, "requests_per_s": 1.0}),
        ("reranking", {"rerank": "own_encoder", "requests_per_s": 1.0}),
    ],
)
def test_a_busy_search_or_reranker_is_named(part: str, changed: dict[str, Any]) -> None:
    """Above 85% of what the index or the reranker can do the page warns, hosted model or not."""
    calm = compute(make(**changed))
    assert calm.warning == "none"
    used = calm.rag.utilisation_percent
    assert isinstance(used, float)
    results = compute(make(**changed | {"requests_per_s": 94 / used}))
    assert results.rag.utilisation_percent == pytest.approx(94)
    assert f"{part} 94%" in results.warning
    assert results.fine_tuned.utilisation_percent == "not known"


def test_no_chance_is_lost_at_full_capacity() -> None:
    """A search that is just too slow at the best estimate keeps the promise in samples where it is not."""
    unsure = {"request_us_low": 1_000.0, "request_us_high": 4_000.0}
    used = compute(make(**unsure)).rag.utilisation_percent
    assert isinstance(used, float)
    below, above = (compute(make(**unsure, requests_per_s=share / used)) for share in (99, 101))
    assert isinstance(below.rag.ttft_p95_ms, float)
    assert above.rag.ttft_p95_ms == "unstable: the search"
    assert above.rag.keeps_promise == "too close to call"
    assert above.rag.chance_percent == pytest.approx(below.rag.chance_percent, abs=10)
    assert above.warning == "unstable: RAG and RAG + fine-tuned"
    assert "RAG may break" in above.answer


def test_all_that_tie_are_named_as_fastest() -> None:
    """With the same prompt, prompt only and fine-tuned are equally soon in every sample."""
    results = compute(
        one_speed(context_tokens=0, instruction_tokens=800, fine_tuned_instruction_tokens=800)
    )
    assert results.fastest == "Prompt only and Fine-tuned"
    assert results.fastest_percent == 100


def test_no_fastest_arm_inside_the_error_bar() -> None:
    """Long answers after tuning keep a machine so busy that the arms change places in the samples."""
    inputs = parse(
        LatencyInputs,
        SELF_HOSTED | {"context_tokens": 0, "requests_per_s": 5.0, "fine_tuned_answer_tokens": 750},
    )
    results = compute(inputs)
    assert results.fastest == "too close to call, Fine-tuned by the best estimate"
    assert 10 < results.fastest_percent < 90


def test_what_moves_the_difference_is_charted_widest_first() -> None:
    """A hosted model's time of a prompt token moves what RAG adds, 1,940 tokens more or fewer."""
    inputs = one_speed(
        prompt_ms_per_thousand_tokens_low=50.0, prompt_ms_per_thousand_tokens_high=200.0
    )
    results = compute(inputs)
    label, low, high = results.swings[0]
    assert label == results.largest_uncertainty == "A thousand more prompt tokens"
    # RAG reads 2,860 tokens, fine-tuned 260: 2.6 thousand more, and 100 ms for embedding and search.
    assert low == pytest.approx(100 + 2.6 * 50)
    assert high == pytest.approx(100 + 2.6 * 200)
    assert compute(one_speed()).largest_uncertainty == "none"


def test_the_largest_uncertainty_is_the_first_that_the_chart_shows() -> None:
    """An end at which RAG cannot follow has no bar; the tile names the widest of those that have one."""
    results = compute(at_utilisation(0.97))
    assert not all(map(math.isfinite, results.swings[0][1:]))
    (chart,) = CALCULATORS["latency"].more_charts
    assert results.largest_uncertainty == chart.rows(results)[0]["x"]


def test_one_replica_more_waits_less() -> None:
    """Two replicas share the load: less of each is in use, and the first token comes sooner."""
    one, two = compute(own(requests_per_s=2.0)), compute(own(requests_per_s=2.0, replicas=2))
    assert two.rag.utilisation_percent == pytest.approx(one.rag.utilisation_percent / 2)
    assert two.rag.ttft_p95_ms < one.rag.ttft_p95_ms


def test_a_cached_prefix_helps_documents_in_the_prompt_most() -> None:
    """Documents at the front are read once; passages are read every time."""
    cold, warm = (compute(own(requests_per_s=0.05, cache_hit_percent=hit)) for hit in (0.0, 90.0))
    saved_long = cold.prompt_only_stages.prefill_ms - warm.prompt_only_stages.prefill_ms
    saved_rag = cold.rag_stages.prefill_ms - warm.rag_stages.prefill_ms
    assert saved_long > 10 * saved_rag > 0


def test_reranking_takes_its_time_from_the_encoder() -> None:
    """Twice the candidates take twice the time, and the arm without retrieval none."""
    few, many = (
        compute(make(rerank="own_encoder", rerank_candidates=count, requests_per_s=0.001))
        for count in (50, 100)
    )
    assert many.rag_stages.rerank_ms == pytest.approx(2 * few.rag_stages.rerank_ms, rel=0.02)
    assert many.fine_tuned_stages.rerank_ms == 0


def test_a_reranker_runs_on_an_accelerator_of_its_own() -> None:
    """Its time follows its own accelerator, and the model's decides nothing about it."""

    def reranking_ms(**changed: float) -> float | str:
        results = compute(make(rerank="own_encoder", requests_per_s=0.001, **changed))
        return results.rag_stages.rerank_ms

    plain = reranking_ms()
    slow = reranking_ms(rerank_gpu_bandwidth_gb_per_s=200.0, rerank_gpu_16_bit_tflops=30.0)
    other = reranking_ms(gpu_bandwidth_gb_per_s=200.0, gpu_16_bit_tflops=30.0)
    assert slow > 2 * plain
    assert other == plain


@settings(max_examples=40, deadline=None)
@given(INPUTS, INPUTS)
def test_what_the_choices_hide_changes_nothing(shown: LatencyInputs, hidden: LatencyInputs) -> None:
    """A field that the form does not show at these choices can hold anything."""
    choices = vars(shown)
    unseen = {
        spec.name: getattr(hidden, spec.name)
        for spec in inputs_of(LatencyInputs)
        if not spec.matters(choices)
    }
    assert flatten(compute(replace(shown, **unseen))) == flatten(compute(shown))


def test_every_field_of_the_model_belongs_to_one_side() -> None:
    """Hosted percentiles are asked of hosted models alone, machines and their ranges of own ones."""
    sides: dict[str, set[str]] = {"hosted": set(), "own_accelerators": set()}
    for spec in inputs_of(LatencyInputs):
        if spec.shown_when and spec.shown_when[0] == "serving":
            sides[spec.shown_when[1]].add(spec.name)
    assert {"ttft_p50_ms", "output_tokens_per_s", "hosted_window_tokens"} <= sides["hosted"]
    own = {"model", "gpu", "weight_bits", "precision", "replicas", "compute_low", "gpu_memory_gib"}
    assert own <= sides["own_accelerators"]


def first_tokens(results: LatencyResults) -> dict[str, float]:
    """p95 by arm; without an answer in time: infinite."""
    found = {arm.name: getattr(results, arm.name).ttft_p95_ms for arm in ARMS}
    return {name: math.inf if isinstance(each, str) else each for name, each in found.items()}


LOADS = st.floats(0.001, 20)


@settings(max_examples=40, deadline=None)
@given(LOADS, st.floats(1, 10), st.sampled_from([0.0, 50.0]), st.integers(0, 3_000))
def test_more_load_never_shortens_a_wait(
    rate: float, more: float, hit: float, question: int
) -> None:
    """On own accelerators the first token never comes sooner when more requests arrive."""
    inputs = own(requests_per_s=rate, cache_hit_percent=hit, question_tokens=question)
    calm = first_tokens(compute(inputs))
    busy = first_tokens(compute(replace(inputs, requests_per_s=rate * more)))
    assert all(busy[name] >= calm[name] * (1 - 1e-9) for name in calm)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["hosted", "own_accelerators"]),
    st.integers(1, 40),
    st.integers(1, 40),
    st.floats(0.01, 3),
)
def test_more_passages_never_shorten_the_first_token(
    serving: str, passages: int, more: int, rate: float
) -> None:
    """Each passage is read before the first token."""
    inputs = make(serving=serving, retrieved_passages=passages, requests_per_s=rate)
    few = first_tokens(compute(inputs))["rag"]
    many = first_tokens(compute(replace(inputs, retrieved_passages=passages + more)))["rag"]
    assert many >= few * (1 - 1e-9)


@settings(max_examples=40, deadline=None)
@given(INPUTS)
def test_percentiles_and_ranges_are_in_order(inputs: LatencyInputs) -> None:
    """p50 <= p95 <= p99, and the range holds its middle."""
    results = compute(inputs)
    for arm in ARMS:
        found = getattr(results, arm.name)
        if isinstance(found.ttft_p95_ms, str):
            continue
        assert found.ttft_p50_ms <= found.ttft_p95_ms <= found.ttft_p99_ms
        assert found.e2e_p50_ms <= found.e2e_p95_ms <= found.e2e_p99_ms
        assert found.ttft_p95_low_ms <= found.ttft_p95_ms * (1 + 1e-9)
        assert isinstance(found.ttft_p95_high_ms, str) or (
            found.ttft_p95_high_ms >= found.ttft_p95_ms * (1 - 1e-9)
        )


def test_the_verdict_is_open_where_samples_disagree() -> None:
    """A promise in the middle of the range is too close to call."""
    inputs = make(
        prompt_ms_per_thousand_tokens_low=10.0,
        prompt_ms_per_thousand_tokens_mid=50.0,
        prompt_ms_per_thousand_tokens_high=250.0,
    )
    middle = first_tokens(compute(inputs))["prompt_only"]
    results = compute(replace(inputs, target_ttft_p95_ms=middle))
    assert results.prompt_only.keeps_promise == "too close to call"
    assert 10 < results.prompt_only.chance_percent < 90


def uncertain(requests_per_s: float) -> LatencyInputs:
    """Own accelerators whose efficiencies are known within a tenth."""
    return parse(LatencyInputs, SELF_HOSTED | {"requests_per_s": requests_per_s})


def at_utilisation(share: float) -> LatencyInputs:
    """The same where the RAG arm uses this share of its capacity at the best estimates."""
    once = compute(uncertain(1.0)).rag.utilisation_percent
    assert isinstance(once, float)
    return uncertain(100 * share / once)


@pytest.mark.parametrize("share", [0.5, 0.8, 0.82, 0.84, 0.86, 0.9])
def test_luck_of_few_requests_does_not_make_a_busy_machine_fast(share: float) -> None:
    """The low end of the p95 lies above the median, and above what an idle machine takes."""
    idle = compute(uncertain(0.001)).rag
    busy = compute(at_utilisation(share)).rag
    assert isinstance(idle.ttft_p95_low_ms, float)
    assert isinstance(busy.ttft_p50_ms, float)
    assert isinstance(busy.ttft_p95_low_ms, float)
    assert busy.ttft_p95_low_ms >= max(idle.ttft_p95_low_ms, busy.ttft_p50_ms)


def test_what_rag_adds_is_unstable_where_rag_may_be() -> None:
    """Samples in which RAG finds no capacity are not left out of what it adds."""
    results = compute(at_utilisation(0.97))
    assert results.rag.ttft_p95_high_ms == "unstable"
    assert isinstance(results.rag_adds_ms, float)
    assert results.rag_adds_high_ms == "unstable"


def test_a_minus_without_end_is_no_number_either() -> None:
    """The low end of a difference is infinite where the arm taken off may be unstable."""
    assert infinite_quantile([-math.inf, -math.inf, 1.0], 0.1) == -math.inf


def test_equal_arms_answer_as_soon() -> None:
    """No arm is 0 ms sooner than one with the same stages."""
    results = compute(
        one_speed(
            embed_p50_ms=0.0,
            embed_p95_ms=0.0,
            search_p50_ms=0.0,
            search_p95_ms=0.0,
            retrieved_passages=1,
            passage_tokens=400,
            instruction_tokens=200,
            fine_tuned_instruction_tokens=600,
        )
    )
    assert results.answer.endswith("RAG answers as soon on average.")


def test_infinite_samples_stay_infinite() -> None:
    """A range whose upper samples are unstable has no number at its upper end."""
    assert math.isinf(infinite_quantile([1.0, 2.0, math.inf], 0.9))
    assert infinite_quantile([1.0, 2.0, math.inf], 0.1) == pytest.approx(1.2)


def test_the_chart_stacks_the_stages_before_the_first_token() -> None:
    """A bar an arm in the arms' order, as long as its mean time to first token; no bar without one."""
    chart = CALCULATORS["latency"].chart
    assert chart is not None
    results = compute(one_speed(context_tokens=2_000_000))
    rows = list(chart.rows(results))
    assert chart.ordered([row["x"] for row in rows]) == [
        arm.label for arm in ARMS if arm.name != "prompt_only"
    ]
    rag = [float(row["y"]) for row in rows if row["x"] == "RAG"]
    assert sum(rag) == pytest.approx(836)
    spec = chart.spec(rows)
    assert spec["mark"]["type"] == "bar"
    assert spec["data"]["values"] == rows


@pytest.mark.parametrize("rate", [0.1, 1.0, 2.0])
def test_a_replica_writes_as_fast_as_in_the_serving_calculator(rate: float) -> None:
    """A step at a load takes the same time, and a request waits as long, by both ways to compute them."""
    inputs = own(requests_per_s=rate, replicas=1, cache_hit_percent=0.0, answer_variation=1.0)
    run, chosen = deployed(inputs), middle(ranges_of(inputs, UNCERTAIN))
    prompt = prompt_of(RAG, inputs)
    times = engine(inputs, run, prompt, chosen)
    machine = replica_of(run, prompt.total, prompt.answer, chosen, variation=1.0)
    mean_times = machine.loaded(rate)
    assert isinstance(times, Engine)
    assert isinstance(mean_times, Loaded)
    assert times.step == pytest.approx(mean_times.tpot_seconds, rel=1e-4)
    assert times.utilisation == pytest.approx(machine.utilisation(rate))
    assert times.place == machine.place(rate)


def test_what_reads_an_index_is_uncertain_too() -> None:
    """A scan of two million vectors takes seconds: at a quarter to four times the rate its range is wide."""
    scan = {"index_kind": "flat", "vectors": 2_000_000, "requests_per_s": 0.01}
    sure, unsure = (
        compute(make(**scan, **{f"read_gb_per_s_{end}": rate for end, rate in rates.items()}))
        for rates in (
            {"low": 4.0, "mid": 4.0, "high": 4.0},
            {"low": 1.0, "mid": 4.0, "high": 16.0},
        )
    )
    wide, narrow = (each.rag.ttft_p95_high_ms - each.rag.ttft_p95_low_ms for each in (unsure, sure))
    assert wide > 3 * narrow


def test_engines_share_out_whole_heads_here_too() -> None:
    """As in serving and cost: 32 query heads go to no three accelerators."""
    results = compute(own(gpus_per_replica=3))
    assert "32 query heads do not divide by 3 accelerators" in results.answer
