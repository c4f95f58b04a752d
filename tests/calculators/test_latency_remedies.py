"""What the latency calculator says where a model does not surely fit, or a machine cannot follow."""

import math
import re
from dataclasses import replace
from typing import Any

import pytest

from calculators.latency import LatencyInputs, LatencyResults, compute
from calculators.latency.results import ArmLatency
from calculators.parse import parse
from calculators.physics.arms import ARMS
from calculators.quantities import format_estimate, probability_in_words
from calculators.serving import ServingInputs
from calculators.serving import compute as serve
from tests.calculators.latency_cases import make, own
from tests.golden.values import SELF_HOSTED
from tests.golden.values import SERVING as PLAIN_SERVING


def advice(results: LatencyResults, label: str) -> list[str]:
    """What would help, of what stands under this head."""
    return [item.text for item in results.remedies if item.head == f"{label}:"]


@pytest.mark.parametrize("arm", ["rag", "fine_tuned"])
@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"rewrite_tokens": 20},
        {"cache_hit_percent": 100.0},
        {"embed_p95_ms": 300.0, "network_p95_ms": 300.0},
    ],
)
def test_what_is_unstable_names_the_replicas_that_would_do(
    arm: str, changed: dict[str, float]
) -> None:
    """So many keep the promise at or under 85% of their capacity, and one fewer does not."""
    inputs = own(requests_per_s=40.0, target_ttft_p95_ms=1_000.0, **changed)
    results = compute(inputs)
    label = next(each.label for each in ARMS if each.name == arm)
    (text,) = advice(results, label)
    found = re.match(r"(\d+) replicas carry the load at 85% of .* arrive within (.+)\.$", text)
    assert found
    count = int(found[1])

    def with_replicas(number: int) -> ArmLatency:
        return getattr(compute(replace(inputs, replicas=number)), arm)

    enough, fewer = with_replicas(count), with_replicas(count - 1)
    assert enough.utilisation_percent <= 85
    assert enough.ttft_p95_ms <= 1_000
    assert found[2] == format_estimate(enough.ttft_p95_ms, "ms")
    assert isinstance(fewer.ttft_p95_ms, str) or (
        fewer.utilisation_percent > 85 or fewer.ttft_p95_ms > 1_000
    )


def test_a_search_that_cannot_follow_does_not_hide_what_the_model_needs() -> None:
    """Both are named at once."""
    results = compute(own(requests_per_s=2_000.0))
    assert results.rag.ttft_p95_ms == "unstable: the search"
    (text,) = advice(results, "RAG")
    assert text.endswith("of their capacity or less, once what it retrieves follows too.")
    assert advice(results, "Search")


def test_a_promise_that_no_number_of_replicas_keeps_is_said() -> None:
    """Where an idle machine is too late, the number is that of the load alone."""
    results = compute(own(requests_per_s=1.0, context_tokens=60_000))
    assert results.prompt_only.ttft_p95_ms == "unstable"
    (text,) = advice(results, "Prompt only")
    assert text.endswith(" No number keeps the promise.")
    assert compute(own(requests_per_s=0.1, context_tokens=5_000)).remedies == ()


SLOW = {"requests_per_s": 0.1, "target_ttft_p95_ms": 300.0}
"""Own machines that are hardly used, and a promise that most arms break all the same."""


@pytest.mark.parametrize(
    ("arm", "said", "name", "step", "inputs"),
    [
        ("prompt_only", "tokens of knowledge in the prompt", "context_tokens", 100, own(**SLOW)),
        ("rag_fine_tuned", "passages in the prompt", "retrieved_passages", 1, own(**SLOW)),
        (
            "rag",
            "passages in the prompt",
            "retrieved_passages",
            1,
            make(target_ttft_p95_ms=1_310.0),
        ),
        (
            "fine_tuned",
            "tokens of instructions",
            "fine_tuned_instruction_tokens",
            100,
            make(target_ttft_p95_ms=1_150.0, fine_tuned_instruction_tokens=2_000),
        ),
        ("rag", "replicas", "replicas", -1, own(requests_per_s=3.0, target_ttft_p95_ms=800.0)),
        (
            "rag",
            "accelerators a replica",
            "gpus_per_replica",
            -1,
            own(requests_per_s=0.1, target_ttft_p95_ms=350.0),
        ),
    ],
)
def test_a_promise_that_breaks_without_load_names_the_least_change_that_keeps_it(
    arm: str, said: str, name: str, step: int, inputs: LatencyInputs
) -> None:
    """The whole calculation with that change keeps it in the time told; a step less does not."""
    label = next(each.label for each in ARMS if each.name == arm)
    results = compute(inputs)
    now: ArmLatency = getattr(results, arm)
    assert now.utilisation_percent == "not known" or now.utilisation_percent < 85
    pattern = rf"with ([\d,]+) {said} 95 of 100 first tokens arrive within (.+)\.$"
    (found,) = filter(None, (re.match(pattern, text) for text in advice(results, label)))
    number = int(found[1].replace(",", ""))

    def first_ms(value: int) -> float:
        changed: dict[str, Any] = {name: value}
        return getattr(compute(replace(inputs, **changed)), arm).ttft_p95_ms

    assert found[2] == format_estimate(first_ms(number), "ms")
    assert first_ms(number) <= inputs.target_ttft_p95_ms < first_ms(number + step)


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("without reranking", {"rerank": "none"}),
        ("without rewriting the question", {"rewrite_tokens": 0}),
    ],
)
def test_a_stage_that_breaks_the_promise_is_named(said: str, change: dict[str, Any]) -> None:
    """Where the arm keeps it without that stage, and in the time told."""
    inputs = make(target_ttft_p95_ms=2_500.0, rerank="stated_times", rewrite_tokens=20)
    inputs = replace(inputs, rerank_p50_ms=800.0, rerank_p95_ms=1_000.0)
    (found,) = [text for text in advice(compute(inputs), "RAG") if text.startswith(said)]
    then = compute(replace(inputs, **change)).rag.ttft_p95_ms
    assert then <= 2_500
    assert found.endswith(f" within {format_estimate(then, 'ms')}.")


def test_where_no_change_keeps_the_promise_its_longest_stage_is_named() -> None:
    """A provider that takes longer than promised for the shortest prompt."""
    results = compute(make(target_ttft_p95_ms=500.0))
    (item,) = results.remedies
    assert item.head == "Prompt only, RAG, Fine-tuned and RAG + fine-tuned:"
    assert item.text.startswith("a shorter prompt alone would not keep the promise")
    assert f"queue, {format_estimate(results.rag_stages.queue_ms, 'ms')} on average" in item.text


@pytest.mark.parametrize(
    ("memory_gib", "told"),
    [
        (16.0, "a replica of 2 accelerators holds one request in nine of ten samples."),
        (
            1.0,
            "no doubling of the accelerators up to 64 would do.",
        ),
    ],
)
def test_what_does_not_fit_names_the_accelerators_that_would_do(
    memory_gib: float, told: str
) -> None:
    """Found by the function that the serving calculator asks."""
    inputs = parse(LatencyInputs, SELF_HOSTED | {"gpu_memory_gib": memory_gib})
    results = compute(inputs)
    assert results.warning.startswith("does not fit: Prompt only, RAG, ")
    assert advice(results, "Prompt only, RAG, Fine-tuned and RAG + fine-tuned") == [told]


def test_what_may_not_fit_is_said_with_its_probability() -> None:
    """The probability is the serving calculator's for the same request; the answer and the note say it."""
    inputs = parse(LatencyInputs, SELF_HOSTED | {"gpu_memory_gib": "21"})
    results = compute(inputs)
    served = serve(
        parse(
            ServingInputs,
            PLAIN_SERVING
            | {"gpu_memory_gib": "21", "output_tokens": "211"}
            | {"prompt_tokens": str(results.rag.prompt_tokens)},
        )
    )
    fits = results.rag.fits_percent
    assert isinstance(fits, float)
    assert fits == served.fits_probability_percent
    assert 10 < fits < 90
    told = f"may not fit its accelerators: it does with a probability {probability_in_words(fits)} (RAG)"
    assert told in results.answer
    assert "may not fit: " in results.warning
    hosted = compute(make())
    assert hosted.rag.fits_percent == "hosted"
    assert "fit" not in hosted.answer


def test_an_end_without_a_time_says_why() -> None:
    """Samples in which the model does not fit make no unstable queue."""
    results = compute(
        parse(LatencyInputs, SELF_HOSTED | {"gpu_memory_gib": 20.5, "requests_per_s": 0.01})
    )
    assert isinstance(results.rag.ttft_p95_ms, float)
    assert results.rag.ttft_p95_high_ms == "does not fit"


@pytest.mark.parametrize("rate", [940.0, 3_000.0])
def test_a_busy_search_names_the_virtual_cpus_that_would_do(rate: float) -> None:
    """So many carry it at or under 85% of their capacity, and one fewer does not."""
    inputs = make(requests_per_s=rate)
    (text,) = advice(compute(inputs), "Search")
    found = re.match(r"(\d+) virtual CPUs", text)
    assert found
    enough, fewer = (
        compute(replace(inputs, search_vcpus=int(found[1]) - less)).rag.utilisation_percent
        for less in (0, 1)
    )
    assert enough <= 85
    assert isinstance(fewer, str) or fewer > 85


def test_a_busy_reranker_names_the_rate_that_it_carries() -> None:
    """At that rate it uses 85% of its capacity."""
    inputs = make(rerank="own_encoder", requests_per_s=200.0)
    (text,) = advice(compute(inputs), "Reranking")
    found = re.match(r"([\d.]+) requests/s", text)
    assert found
    used = compute(replace(inputs, requests_per_s=float(found[1]))).rag.utilisation_percent
    assert used == pytest.approx(85, rel=0.01)


def test_the_largest_uncertainty_is_whether_it_fits_where_an_end_does_not() -> None:
    """No bar stands for memory at whose low end the model has no room: the tile says what is at stake."""
    results = compute(
        parse(LatencyInputs, SELF_HOSTED | {"gpu_memory_gib": 20.5, "requests_per_s": 0.01})
    )
    assert not all(map(math.isfinite, results.swings[0][1:]))
    assert results.largest_uncertainty == "whether it fits"


def test_what_does_not_fit_is_named() -> None:
    """8 billion parameters in 16 bit do not fit into 12 GiB; a long prompt not into the window."""
    assert compute(own(gpu_memory_gib=12.0)).rag.ttft_p95_ms == "does not fit"
    long = compute(make(context_tokens=2_000_000))
    assert str(long.prompt_only.ttft_p95_ms).startswith("over the context window by ")
    assert isinstance(long.rag.ttft_p95_ms, float)
