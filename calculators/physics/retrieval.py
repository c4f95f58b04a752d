"""Memory, speed and building of vector indexes.

Memory of n vectors of dimension d (b bytes a number, M links):

    flat        n b d
    HNSW        n (b d + graph_bytes)   see there
    IVF-PQ      n (code + 8) + lists x b d                    (Jegou, Douze, Schmid 2011)
    the index   the same x slack: of a library, or of the library inside a server
    PostgreSQL  whole pages of 8 KiB    see page_bytes; x slack
    a server    the same as a library's bare index x overhead + a fixed part: identifiers, payload
                index, allocator

Search reads what it compares. A flat or list scan is bound by what a processor reads; a graph walk
by cache misses: about ef x sqrt(M) x log2(n) / 8 vectors are visited, each a random read and
bookkeeping (see `visited`). In PostgreSQL a visited vector is also a page that is found, pinned and
locked. Where an index is kept in segments, each has a graph of its own that is walked with its own
list: the work grows with their number, and so with the size of a collection that is split at a fixed
size.

A search of lists first compares the query with their centres, all of them, or from 65,536 lists on
along a graph over them (Faiss's guideline: IVF65536_HNSW32 for a million vectors and more).

A virtual CPU is half a core, and cores share memory channels, locks and a clock that falls when all
are busy: v of them do the work of v^scaling.

Uncertain numbers, one value each in `chosen`:

    slack: memory of a library or of PostgreSQL over what its layout gives.
    overhead: memory of a server over vectors and links; fixed_gib its fixed part.
    request_us: time of a search outside the index, in a server; library_us in a library;
      statement_us in a database whose other clients send statements too.
    visit_ns: time of a visited vector beyond reading its bytes: cache miss and bookkeeping;
      tight_ns in a compiled library.
    page_ns: time of a visited vector's page in PostgreSQL, besides.
    read_gb_per_s: what one processor reads, of vectors, lists and codes.
    scaling: exponent of the work that several virtual CPUs do.
    insert_work: time of an insertion over that of its search: choosing and writing back the links.
    scan: share of memory bandwidth that a scan of an accelerator reaches; scan_products share of
      the peak of its matrix product.
    posting_ns: time of a document of the collection in a term search.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log2

from calculators.physics.accelerator import Accelerator
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.transformer import GIB

BYTES = {
    "fp32": 4.0,
    "tf32": 4.0,
    "fp16": 2.0,
    "bf16": 2.0,
    "fp8": 1.0,
    "int8": 1.0,
    "uint8": 1.0,
    "int4": 0.5,
    "binary": 0.125,
}
_GRAPH_OF_LISTS, _LINKS_OF_LISTS = 65_536, 32
"""So many lists and more are found by a graph of so many links: IVF65536_HNSW32."""


@dataclass(frozen=True, kw_only=True)
class Index:
    """A vector index and how it is searched. 0 stands for "not given"."""

    vectors: float
    dims: float
    kind: str
    """flat, hnsw, ivf, ivf_pq or bm25."""
    number_bytes: float = 4.0
    links: float = 16
    ef_search: float = 64
    ef_construction: float = 128
    lists: float = 0
    probes: float = 16
    code_bytes: float = 0
    segments: float = 1
    """Parts with a graph each, all of which a search walks."""
    server: bool = False
    """Behind a network interface, as opposed to a library in the same process."""
    paged: bool = False
    """On the pages of PostgreSQL (pgvector)."""
    tight: bool = False
    """Walked by a compiled library in the process that searches."""
    crowded: bool = False
    """Reached by statements of SQL, of several clients at once."""
    alone: bool = False
    """Memory of the index by itself is wanted, not of the whole server."""

    @property
    def outside(self) -> str:
        """Which of the uncertain times a search takes outside the index."""
        if not self.server:
            return "library_us"
        return "statement_us" if self.crowded else "request_us"

    @property
    def visit(self) -> str:
        """Which of the uncertain times a visited vector takes."""
        return "tight_ns" if self.tight else "visit_ns"

    @property
    def used_lists(self) -> float:
        """Lists as given, or four times the square root of the vectors (Faiss's guideline)."""
        return self.lists or max(1.0, 4 * self.vectors**0.5)

    @property
    def centres(self) -> "Index | None":
        """The graph by which a search finds its lists, where there are many.

        Its list is longer than what is read (efSearch of Faiss's quantizer), but seldom given, so that
        its visits are taken at the longer time, never as tight.
        """
        if not self.kind.startswith("ivf") or self.used_lists < _GRAPH_OF_LISTS:
            return None
        return Index(
            vectors=self.used_lists,
            dims=self.dims,
            kind="hnsw",
            links=_LINKS_OF_LISTS,
            ef_search=self.probes,
        )


type Chosen = Mapping[str, float]


def graph_bytes(links: float) -> float:
    """Bytes that a vector's place in the graph takes besides the vector, as hnswlib lays it out.

    Layer 0 keeps 2 M links of 4 bytes and their count (4); each vector has a label (8), a level (4)
    and a pointer to its upper layers (8). A vector reaches layer l with probability M^-l (Malkov and
    Yashunin 2016, section 4.1), so that it has 1 / (M - 1) upper layers on average, M links of 4
    bytes and a count each.
    """
    return 8 * links + 24 + (4 * links + 4) / (max(links, 2) - 1)


_PAGE_BYTES, _PAGE_ROOM = 8192, 8160
"""A page of PostgreSQL, and what its header and pgvector's trailer leave."""


def page_bytes(vector_bytes: float, links: float) -> float:
    """Bytes that a vector takes on PostgreSQL's pages, as pgvector lays it out.

    An element is 80 bytes (72 of its own, 8 of the vector type) and the numbers; its neighbours are 4
    bytes and 6 for each of 2 M links of layer 0 and M of each upper layer; either has an item pointer
    of 4 bytes. Both go on one page as often as they fit. Where they do not fit together, the neighbours
    share pages of their own. One vector in M has upper layers, M / (M - 1) of them on average.
    """
    share = 1 / max(links, 2)
    low, high = (
        _placed(84 + vector_bytes, 8 + 6 * links * each) for each in (2, 2 + 1 / (1 - share))
    )
    return (1 - share) * low + share * high


def _placed(element: float, neighbours: float) -> float:
    together = _PAGE_ROOM // (element + neighbours)
    if together:
        return _PAGE_BYTES / together
    return _pages(element) + _pages(neighbours)


def _pages(each: float) -> float:
    """A page holds several; what is larger than a page takes several."""
    several = _PAGE_ROOM // each
    return _PAGE_BYTES / several if several else _PAGE_BYTES * -(-each // _PAGE_ROOM)


def index_gib(index: Index, chosen: Chosen, ledger: Ledger = SILENT) -> float:
    """Memory that the index needs to serve, vectors included."""
    plain = index.number_bytes * index.dims
    links = graph_bytes(index.links) if index.kind == "hnsw" else 0.0
    fixed_bytes = 0.0
    if index.kind in {"ivf", "ivf_pq"}:
        centre = index.dims * 4 + (graph_bytes(_LINKS_OF_LISTS) if index.centres else 0.0)
        fixed_bytes = index.used_lists * centre
        links = 8.0
    if index.kind == "ivf_pq":
        plain = index.code_bytes or index.dims / 4
    elif index.paged and index.kind == "hnsw":
        links = page_bytes(plain, index.links) - plain
    served = index.server and not index.paged and not index.alone
    overhead = chosen["overhead" if served else "slack"]
    fixed = chosen["fixed_gib"] if served else 0.0
    return ledger.add(
        "index_gib",
        "memory of the index",
        "vectors * (vector_bytes + link_bytes) * overhead / 1073741824 + list_bytes / 1073741824 + fixed",
        index.vectors * (plain + links) * overhead / GIB + fixed_bytes / GIB + fixed,
        "GiB",
        "Malkov and Yashunin 2016, hnswlib; Jegou et al. 2011; overhead calibrated",
        vectors=index.vectors,
        vector_bytes=plain,
        link_bytes=links,
        overhead=overhead,
        list_bytes=fixed_bytes,
        fixed=fixed,
    )


def visited(vectors: float, ef: float, links: float) -> float:
    """Vectors that a graph walk compares with the query.

    Every place of the list is opened once and shows its links. Most were seen before, the more of
    them the smaller the index: their number grows with log2(n).

    A place has room for 2 M links, but the rule of diversity (Malkov and Yashunin 2016, algorithm 4)
    keeps a candidate only if it is nearer to the place than to every link kept before, so that more
    room is less and less used: the square root of M lies between what was counted. In graphs built
    over 150,000 random vectors of 16 and of 48 dimensions, four times M showed 1.2 to 1.6 times as
    many vectors from 16 on. Lucene counts more in embeddings: 2,033 for ef 100 in a million vectors
    of 768 numbers, 2,189 in ten million (its pull request 12962), and 8,605 in luceneutil's issue
    497, whose script sets 64 links and ef 200. That is twice what this gives; the time of a visited
    vector, fitted along with it, takes the factor up.
    """
    return ef * max(1.0, links**0.5 * log2(max(vectors, 2.0)) / 8)


def workers(vcpus: float, chosen: Chosen) -> float:
    """Undisturbed processors that do the work of so many virtual CPUs or threads."""
    return max(vcpus, 1.0) ** chosen["scaling"]


def vcpus_for(processors: float, chosen: Chosen) -> float:
    """Virtual CPUs that do the work of so many undisturbed processors: `workers` turned round."""
    return max(processors, 1.0) ** (1 / chosen["scaling"])


def loaded_seconds(seconds: float, clients: float, vcpus: float, chosen: Chosen) -> float:
    """Mean time of a search while so many clients search without a pause (Little's law).

    `seconds` is the time of one alone; what is under way at once is the rate times the time.
    """
    return seconds * clients / workers(min(clients, vcpus), chosen)


def search_seconds(
    index: Index, chosen: Chosen, gpu: Accelerator | None = None, ledger: Ledger = SILENT
) -> float:
    """Time that one search keeps an undisturbed processor busy, or the accelerator in a full batch."""
    if gpu is not None:
        return _gpu_seconds(index, chosen, gpu, ledger)
    outside = chosen[index.outside] / 1e6
    work = _work_seconds(index, chosen)
    return ledger.add(
        "search_seconds",
        "one search on one virtual CPU",
        "outside + work",
        outside + work,
        "s",
        outside=outside,
        work=work,
    )


def _work_seconds(index: Index, chosen: Chosen) -> float:
    if index.kind == "bm25":
        return index.vectors * chosen["posting_ns"] / 1e9
    rate = chosen["read_gb_per_s"] * 1e9
    if index.kind == "flat":
        return index.vectors * index.number_bytes * index.dims / rate
    if index.kind != "hnsw":
        centres = index.centres
        coarse = _work_seconds(centres, chosen) if centres else _centre_bytes(index) / rate
        return coarse + _scanned_bytes(index) / rate
    page = chosen["page_ns"] if index.paged else 0.0
    each = (chosen[index.visit] + page) / 1e9 + index.number_bytes * index.dims / rate
    here = index.vectors / index.segments
    return index.segments * visited(here, min(index.ef_search, here), index.links) * each


def _centre_bytes(index: Index) -> float:
    return index.used_lists * index.dims * 4


def _scanned_bytes(index: Index) -> float:
    """What a search reads of its lists."""
    share = min(1.0, index.probes / index.used_lists)
    numbers = index.number_bytes * index.dims
    code = numbers if index.kind == "ivf" else index.code_bytes or index.dims / 4
    return share * index.vectors * code


def _gpu_seconds(index: Index, chosen: Chosen, gpu: Accelerator, ledger: Ledger) -> float:
    """A full batch of queries: a flat scan is one matrix product, codes are looked up in tables."""
    rate = gpu.peak_flops("fp32") * chosen["scan_products"]
    if index.kind == "flat":
        work = 2 * index.vectors * index.dims / rate
    else:
        coarse = 2 * index.used_lists * index.dims / rate
        work = coarse + _scanned_bytes(index) / (gpu.bytes_per_s * chosen["scan"])
    outside = chosen["library_us"] / 1e6 / 10
    return ledger.add(
        "search_seconds",
        "one search in a full batch on the accelerator",
        "outside + work",
        outside + work,
        "s",
        outside=outside,
        work=work,
    )


def build_seconds(index: Index, chosen: Chosen, vcpus: float, inserts: float = 1) -> float:
    """Building a graph inserts every vector with a search of the width used in construction.

    `inserts` counts how often: once, or again at every merge of segments. PostgreSQL's graph is built
    in the memory of the build and written to pages at the end. Even a compiled library locks a place
    whose links may be written, so that its visits are no shorter than those of others.
    """
    width = replace(index, kind="hnsw", ef_search=index.ef_construction, paged=False, tight=False)
    one = _work_seconds(replace(width, vectors=index.vectors / index.segments, segments=1), chosen)
    return index.vectors * one * chosen["insert_work"] * inserts / workers(vcpus, chosen)
