"""Arithmetic of a decoder: parameters, operations, cached keys and values.

Symbols: d width of the residual stream, q = heads x head width, k = key-value heads x head width,
f inner width of the feed-forward layer (of one expert), m its matrices (3 with a gate, 2 without),
V vocabulary, L layers, E experts, e experts that a token passes.

    parameters of a layer   d(q + 2k) + qd + E m d f            (Vaswani et al. 2017; norms left out)
    latent attention        in their place d c' + c' h (n + r) + d(c + r) + c h (n + v) + h v d, with
                            h heads, ranks c' of queries and c of keys and values, widths n, r of
                            keys without and with positions and v of values; without c', d h (n + r)
                            for the first two (DeepSeek-AI 2024, "DeepSeek-V2", section 2.1)
    operations of a token   2 x matrix parameters it passes      (Kaplan et al. 2020, section 2.1)
    attention, per token    4 q x tokens attended, half of them with a causal mask over a prompt;
                            latent attention has heads 192 wide for scores and 128 for sums
    cache of a token        2 L k bytes a number; latent attention keeps L (c + r) numbers instead
                            (DeepSeek-AI 2024, "DeepSeek-V2", section 2.1)

Derivations: Austin et al. 2025, "How to scale your model", chapters Transformers and Inference.
"""

from dataclasses import dataclass
from functools import cached_property

GIB = 1024**3
_LATENT_HEAD = 160
"""Width of a head of latent attention: scores over 128 + 64 numbers, sums over 128 (DeepSeek-V2 and V3)."""


def attention_params(hidden: int, q_width: float, kv_width: float) -> float:
    """Parameters of a layer's attention."""
    return hidden * (2 * q_width + 2 * kv_width)


def latent_attention_params(  # noqa: PLR0913 - the symbols of the formula above
    hidden: int, heads: int, *, query_rank: int, rank: int, plain: int, rotary: int, value: int
) -> float:
    """Parameters of a layer's latent attention; a `query_rank` of 0 stands for whole queries."""
    queries = heads * (plain + rotary)
    into_queries = query_rank * (hidden + queries) if query_rank else hidden * queries
    into_latent = hidden * (rank + rotary) + rank * heads * (plain + value)
    return into_queries + into_latent + heads * value * hidden


def embedding_params(vocab: int, hidden: int, *, is_tied: bool) -> int:
    """Parameters of the embedding and the head, which are one matrix where they are tied."""
    return (1 if is_tied else 2) * vocab * hidden


def feed_forward_params(hidden: int, ffn: int, matrices: int) -> float:
    """Parameters of a feed-forward layer, or of one expert."""
    return matrices * hidden * ffn


@dataclass(frozen=True, kw_only=True)
class Architecture:
    """A decoder model. Zero stands for "does not have it" or, for `head_width`, "the usual d/heads"."""

    params: float
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    ffn: int
    vocab: int
    active_params: float = 0
    experts: int = 0
    experts_per_token: int = 0
    head_dim: int = 0
    window_tokens: int = 0
    windowed_share: float = 0.0
    latent_dims: int = 0
    tied: bool | None = None
    """None: infer from the parameter count."""

    @cached_property
    def head_width(self) -> float:
        """Numbers of one head."""
        return self.head_dim or self.hidden / self.heads

    @cached_property
    def q_width(self) -> float:
        """Numbers of all queries of a token."""
        return self.heads * self.head_width

    @cached_property
    def kv_width(self) -> float:
        """Numbers of all keys of a token; values take as many."""
        return self.kv_heads * self.head_width

    @cached_property
    def embedding_params(self) -> float:
        """One matrix of vocabulary x width."""
        return min(self.vocab * self.hidden, self.params / 2)

    @cached_property
    def _form(self) -> tuple[int, int]:
        """(embedding matrices stored, feed-forward matrices): the pair that explains `params` best."""
        choices = [
            (stored, matrices)
            for stored in ((1, 2) if self.tied is None else (1,) if self.tied else (2,))
            for matrices in (2, 3)
        ]
        return min(choices, key=lambda each: abs(self._count(*each) / self.params - 1))

    def _count(self, stored: int, matrices: int) -> float:
        attention = attention_params(self.hidden, self.q_width, self.kv_width)
        feed_forward = max(self.experts, 1) * feed_forward_params(self.hidden, self.ffn, matrices)
        return stored * self.embedding_params + self.layers * (attention + feed_forward)

    @cached_property
    def is_tied(self) -> bool:
        """Embedding and head share one matrix."""
        return self._form[0] == 1

    @cached_property
    def gated(self) -> bool:
        """The feed-forward layer has three matrices, not two."""
        return self._form[1] == 3

    @cached_property
    def stored_embedding_params(self) -> float:
        """Parameters of the embedding and the output head as stored."""
        return self.embedding_params * (1 if self.is_tied else 2)

    @cached_property
    def body_params(self) -> float:
        """Parameters of all layers, without embedding and head."""
        return max(self.params - self.stored_embedding_params, self.params * 0.01)

    @cached_property
    def passed_params(self) -> float:
        """Parameters of the layers that one token passes.

        Counted from the layers' form that is too few where some layers are dense or an expert is
        shared; from `active_params`, where the maker left the embeddings out: the larger one counts.
        """
        inside = self.body_params
        if self.experts:
            inside -= self._expert_matrices * (1 - self.experts_per_token / self.experts)
        if not self.active_params:
            return inside
        stated = max(self.active_params - self.stored_embedding_params, self.active_params * 0.3)
        if not self.experts:
            return min(stated, self.body_params)
        return min(max(stated, inside), self.body_params)

    @cached_property
    def _expert_matrices(self) -> float:
        """Parameters of all experts if every layer has them."""
        matrices = 3 if self.gated else 2
        return min(
            self.layers * self.experts * matrices * self.hidden * float(self.ffn), self.body_params
        )

    @cached_property
    def expert_params(self) -> float:
        """Parameters of experts that not every token passes; none in a dense model.

        Of them a token leaves out all but e/E, and nothing else.
        """
        if not self.experts or self.experts_per_token >= self.experts:
            return 0.0
        return (self.body_params - self.passed_params) / (1 - self.experts_per_token / self.experts)

    def read_params(self, tokens: float) -> float:
        """Parameters of the layers that `tokens` tokens read together.

        With E experts of which a token takes e, evenly routed tokens leave an expert untouched
        with probability (1 - e/E)^tokens.
        """
        if not self.experts or not self.experts_per_token:
            return self.body_params if not self.active_params else self.passed_params
        untouched = max(0.0, 1 - self.experts_per_token / self.experts) ** tokens
        return self.body_params - self.expert_params * untouched

    def cache_bytes_per_token(self, kv_bits: float = 16) -> float:
        """Bytes that one token adds to the cache, as long as no window is full."""
        numbers = self.latent_dims or 2 * self.kv_width
        return self.layers * numbers * kv_bits / 8

    def cache_bytes(self, tokens: float, kv_bits: float = 16) -> float:
        """Cache of one sequence; layers with a window keep no more than the window."""
        kept = tokens
        if self.window_tokens:
            share = self.windowed_share
            kept = (1 - share) * tokens + share * min(tokens, self.window_tokens)
        return kept * self.cache_bytes_per_token(kv_bits)

    def weight_bytes(self, bits: float, embedding_bits: float = 16) -> float:
        """Stored weights; quantised formats leave embedding and head at 16 bits."""
        outside = max(bits, embedding_bits)
        return (self.body_params * bits + self.stored_embedding_params * outside) / 8

    def attention_flops(self, tokens: float, attended: float) -> float:
        """Scores and weighted sums of `tokens` tokens that attend to `attended` tokens each."""
        reach = attended
        if self.window_tokens:
            share = self.windowed_share
            reach = (1 - share) * attended + share * min(attended, self.window_tokens)
        width = self.heads * _LATENT_HEAD if self.latent_dims else self.q_width
        return 4 * self.layers * width * tokens * reach

    @cached_property
    def forward_elements(self) -> float:
        """Numbers of 16 bit that one token writes in one layer, kernel by kernel (not fused).

        Residual stream, norms' inputs and outputs: 6 d; where a feed-forward layer has a gate, the
        norm is computed in 32 bit outside a fused kernel (RMSNorm), 4 d more. Queries and attention
        output 2 q, keys and values 2 k. Feed-forward: gate, up, activation and product with a
        gate, before and after the activation without.
        """
        inner = (4 if self.gated else 2) * self.ffn * max(self.experts_per_token, 1)
        stream = 10 if self.gated else 6
        return stream * self.hidden + 2 * self.q_width + 2 * self.kv_width + inner

    @property
    def kept_selectively(self) -> float:
        """Numbers of 16 bit that selective checkpointing keeps of a layer and token.

        The layer's input d, attention's output q, and half of what the matrices write: queries,
        keys, values q + 2 k, attention's projection d, gate and up (or up alone) f each, down d.
        """
        into = 2 if self.gated else 1
        products = (
            self.q_width
            + 2 * self.kv_width
            + 2 * self.hidden
            + into * self.ffn * max(self.experts_per_token, 1)
        )
        return self.hidden + self.q_width + products / 2

    def adapted(self, targets: str, experts: float = 1) -> tuple[float, float, float]:
        """Adapted matrices of a layer: their inputs added up, their outputs, their number.

        `experts` counts how often the feed-forward layer is there.
        """
        d, q, k, f = self.hidden, self.q_width, self.kv_width, self.ffn
        if targets == "qv":
            return 2 * d, q + k, 2
        inputs, outputs, number = 3 * d + q, q + 2 * k + d, 4.0
        if targets == "attention":
            return inputs, outputs, number
        into = 2 if self.gated else 1
        return (
            inputs + experts * (into * d + f),
            outputs + experts * (into * f + d),
            number + experts * (into + 1),
        )

    def lora_params(self, rank: float, targets: str) -> float:
        """Adapter parameters: rank x (inputs + outputs) of every adapted matrix (Hu et al. 2021)."""
        inputs, outputs, _ = self.adapted(targets, max(self.experts, 1))
        return self.layers * rank * (inputs + outputs)
