"""The calibrated numbers behind memory and speed of retrieval, as inputs."""

from calculators.physics.efficiency_inputs import Efficiency

MEMORY = (
    Efficiency(
        name="overhead",
        label="Server's memory",
        unit="factor",
        help="Memory of a server over vectors and links.",
        least=1,
        most=10,
    ),
    Efficiency(
        name="fixed_gib",
        label="Server's fixed memory",
        unit="GiB",
        help="The process itself.",
        least=0.001,
        most=100,
    ),
)
SEARCH = (
    Efficiency(
        name="request_us",
        label="Search outside the index",
        unit="µs",
        help="Network stack, parsing and fetching the results, in CPU time.",
        least=0.1,
        most=1_000_000,
    ),
    Efficiency(
        name="visit_ns",
        label="Visited vector",
        unit="ns",
        help="Cache misses and bookkeeping of a vector that a graph walk visits.",
        least=0.1,
        most=1_000_000,
    ),
    Efficiency(
        name="read_gb_per_s",
        label="Read by one processor",
        unit="GB/s",
        help="Of vectors, lists and codes, by one processor.",
        least=0.01,
        most=1_000,
    ),
    Efficiency(
        name="scaling",
        label="Work of several virtual CPUs",
        unit="exponent",
        help="1: twice the virtual CPUs do twice the work. Hyperthreads and shared memory make it less.",
        least=0.1,
        most=1,
    ),
)
BUILDING = (
    Efficiency(
        name="insert_work",
        label="Insertion over its search",
        unit="factor",
        help="Time to put a vector into a graph over that of the search for its place.",
        least=0.1,
        most=10,
    ),
)
ENCODING = (
    Efficiency(
        name="encode",
        label="Share of the peak, encoder",
        unit="share",
        help="That the products of an encoder reach on an accelerator.",
        least=0.001,
        most=1,
    ),
    Efficiency(
        name="encode_passes",
        label="Passes over memory, encoder",
        unit="passes",
        help="Times that a number written in a layer moves between memory and chip, in code that "
        "launches every operation from Python; about 2 in engines that fuse them.",
        least=0.01,
        most=1_000,
    ),
    Efficiency(
        name="start_us",
        label="Start of a kernel, encoder",
        unit="µs",
        help="Waited for where batches are small.",
        least=0.001,
        most=10_000,
    ),
    Efficiency(
        name="token_us",
        label="Tokenizer, a token",
        unit="µs",
        help="Time of a token outside the encoder.",
        least=0.001,
        most=10_000,
    ),
    Efficiency(
        name="text_us",
        label="Text outside the encoder",
        unit="µs",
        help="Batching and transfer of a text.",
        least=0.001,
        most=100_000,
    ),
)
