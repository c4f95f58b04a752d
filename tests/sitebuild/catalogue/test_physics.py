"""Accelerators, open models and efficiencies, from content/ to the calculators' fields."""

from pathlib import Path

import pytest

from calculators.cost.inputs import CostInputs
from calculators.declare import inputs_of
from calculators.latency import LatencyInputs
from calculators.parse import parse
from calculators.serving import ServingInputs
from calculators.serving import compute as serve
from calculators.training import TrainingInputs
from calculators.training import compute as train
from sitebuild.catalogue.physics import (
    ENGINE_LISTS,
    ENGINES,
    accelerator_fills,
    encoder_accelerator_fills,
    engine_fills,
    open_model_fills,
)
from sitebuild.facts import CONTENT, load

FACTS = load()
GROUPS = {
    TrainingInputs: ("training-memory", "training-speed"),
    ServingInputs: ("serving",),
    LatencyInputs: ("serving", "retrieval"),
}
RENT = {"usd_per_gpu_hour": 2.0}
BESIDE = {
    TrainingInputs: RENT | {"hosted_usd_per_million_tokens": 0.0},
    ServingInputs: RENT | engine_fills("scheduled", FACTS, ""),
}
"""What a form is given beside model and accelerator."""
OPEN = [model for model in FACTS.models if model]


@pytest.mark.parametrize("declaration", list(GROUPS))
def test_a_choice_fills_every_field_that_waits_for_it(declaration: type) -> None:
    """Model, accelerator and rent together fill exactly the fields that have no default of their own."""
    fills = {
        **open_model_fills(OPEN[0]),
        **accelerator_fills("a100-sxm-80gb", FACTS, GROUPS[declaration]),
    }
    waiting = {spec.name for spec in inputs_of(declaration) if spec.filled_by in {"model", "gpu"}}
    rent = set() if declaration is LatencyInputs else {"usd_per_gpu_hour"}
    assert set(fills) | rent == waiting


def test_the_accelerator_of_a_reranker_fills_every_field_that_waits_for_it() -> None:
    """It has names of its own beside the model's accelerator."""
    waiting = {spec.name for spec in inputs_of(LatencyInputs) if spec.filled_by == "rerank_gpu"}
    assert set(encoder_accelerator_fills("a100-sxm-80gb", FACTS)) == waiting


@pytest.mark.parametrize(
    ("declaration", "listed"),
    [
        (ServingInputs, "serving-engines"),
        (LatencyInputs, "serving-engines"),
        (CostInputs, "capacity-engines"),
    ],
)
def test_an_engine_fills_every_field_that_waits_for_it(declaration: type, listed: str) -> None:
    """In every form that serves a model, under the names of that form."""
    waiting = {spec.name for spec in inputs_of(declaration) if spec.filled_by == "engine"}
    for engine in ENGINES:
        assert set(engine_fills(engine, FACTS, ENGINE_LISTS[listed])) == waiting
    (choice,) = (spec for spec in inputs_of(declaration) if spec.name == "engine")
    assert choice.catalogue == listed


def test_an_engine_that_does_less_in_python_answers_sooner() -> None:
    """A compiled engine saves one to two milliseconds a token."""
    model = next(each for each in OPEN if each["params"] == 8_030_000_000)
    fills = {
        **open_model_fills(model),
        **accelerator_fills("a100-sxm-80gb", FACTS, GROUPS[ServingInputs]),
        **BESIDE[ServingInputs],
    }
    times = {
        engine: serve(parse(ServingInputs, {**fills, **engine_fills(engine, FACTS, "")})).tpot_ms
        for engine in ENGINES
    }
    assert 0.5 < times["scheduled"] - times["compiled"] < 3


@pytest.mark.parametrize("name", sorted(FACTS.accelerators))
def test_every_accelerator_works_in_both_calculators(name: str) -> None:
    """Its facts lie within the inputs' bounds, and there is an answer."""
    model = next(each for each in OPEN if each["params"] == 8_030_000_000)
    for declaration, compute in ((TrainingInputs, train), (ServingInputs, serve)):
        fills = {
            **open_model_fills(model),
            **accelerator_fills(name, FACTS, GROUPS[declaration]),
            **BESIDE[declaration],
        }
        assert compute(parse(declaration, fills)).answer


@pytest.mark.parametrize("model", OPEN, ids=range(len(OPEN)))
def test_every_open_model_works_in_both_calculators(model: dict[str, object]) -> None:
    """Its architecture lies within the inputs' bounds and makes sense."""
    for declaration, compute in ((TrainingInputs, train), (ServingInputs, serve)):
        fills = {
            **open_model_fills(model),
            **accelerator_fills("h200-sxm-141gb", FACTS, GROUPS[declaration]),
            **BESIDE[declaration],
        }
        chosen = (
            {"sequence_tokens": 512} if declaration is TrainingInputs else {"prompt_tokens": 200}
        )
        assert not compute(parse(declaration, {**fills, **chosen})).answer.startswith("No answer")


def _served(name: str, **chosen: object) -> float | str | None:
    """Time to first token of an 8-billion model on this accelerator."""
    model = next(each for each in OPEN if each["params"] == 8_030_000_000)
    fills = {
        **open_model_fills(model),
        **accelerator_fills(name, FACTS, GROUPS[ServingInputs]),
        **BESIDE[ServingInputs],
    }
    return serve(parse(ServingInputs, {**fills, **chosen})).ttft_ms


def test_whole_numbers_of_8_bit_are_as_fast_as_the_data_sheet_says_without_fp8() -> None:
    """The A100 has int8 at twice the 16-bit rate and no fp8: the first token comes sooner with it."""
    fills = accelerator_fills("a100-sxm-80gb", FACTS, GROUPS[ServingInputs])
    assert (fills["gpu_int8_tflops"], fills["gpu_8_bit_tflops"]) == (624, 312)

    eight = _served("a100-sxm-80gb", weight_bits=8, precision="int8")

    assert eight < _served("a100-sxm-80gb", weight_bits=16, precision="bf16")


@pytest.mark.parametrize(
    ("name", "precision"), [("a100-sxm-80gb", "fp8"), ("v100-sxm-32gb", "int8")]
)
def test_products_that_an_accelerator_lacks_are_computed_in_16_bit(
    name: str, precision: str
) -> None:
    """8-bit weights are unpacked there, as with products of 16 bit, and nothing else is slower."""
    wide = _served(name, weight_bits=8, precision="bf16")

    assert _served(name, weight_bits=8, precision=precision) == wide


def test_dense_peaks_double_with_half_the_bits() -> None:
    """A figure with sparsity would show as a factor of four between 16 and 8 bits, or none."""
    for name, gpu in FACTS.accelerators.items():
        if "fp8" in gpu.dense_tflops and gpu.family != "neuron":
            ratio = gpu.dense_tflops["fp8"] / gpu.dense_tflops["bf16"]
            assert ratio == pytest.approx(2, rel=0.02), name


def test_every_fact_names_a_source_or_says_that_it_has_none() -> None:
    """No accelerator's figure stands without provenance; recalled ones carry a note."""
    text = "".join(path.read_text() for path in (CONTENT / "accelerators").glob("*.yaml"))
    assert text.count("value:") == text.count("provenance:")
    assert text.count("provenance: recalled") <= text.count("note:")


def test_sources_named_exist() -> None:
    """Every source that an accelerator or model names has its entry."""
    folder = CONTENT / "sources"
    for path in [*CONTENT.glob("accelerators/*.yaml"), *CONTENT.glob("models/*.yaml")]:
        for line in Path(path).read_text().splitlines():
            if line.strip().startswith("source:"):
                assert (folder / f"{line.split(':')[1].strip()}.yaml").is_file(), line
