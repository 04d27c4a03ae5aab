# SPDX-License-Identifier: BSD-2-Clause
"""The text encoder: CLIP's causal transformer (Radford et al. 2021), in the layout that SD 1.x checkpoints store."""
import torch
from torch import nn

from .attention import attend, merge_heads, split_heads

TOKENS = 77


class SelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.k_proj = nn.Linear(width, width)
        self.v_proj = nn.Linear(width, width)
        self.q_proj = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, width)
        self.heads = heads

    def forward(self, x):
        q, k, v = (split_heads(f(x), self.heads) for f in (self.q_proj, self.k_proj, self.v_proj))
        # NB: a large number, not infinity: it has to survive bfloat16
        causal = torch.full((x.shape[1], x.shape[1]), -1e4, dtype=q.dtype).triu(1)
        return self.out_proj(merge_heads(attend(q, k, v, causal)))


class Mlp(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        x = self.fc1(x)
        return self.fc2(x * torch.sigmoid(1.702 * x))  # CLIP's approximation of GELU


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.self_attn = SelfAttention(width, heads)
        self.layer_norm1 = nn.LayerNorm(width)
        self.mlp = Mlp(width)
        self.layer_norm2 = nn.LayerNorm(width)

    def forward(self, x):
        x = x + self.self_attn(self.layer_norm1(x))
        return x + self.mlp(self.layer_norm2(x))


class Embeddings(nn.Module):
    def __init__(self, width, vocabulary):
        super().__init__()
        self.token_embedding = nn.Embedding(vocabulary, width)
        self.position_embedding = nn.Embedding(TOKENS, width)
        nn.init.normal_(self.token_embedding.weight, std=0.05)
        nn.init.normal_(self.position_embedding.weight, std=0.02)

    def forward(self, ids):
        return self.token_embedding(ids) + self.position_embedding.weight[: ids.shape[1]]


class Layers(nn.Module):
    def __init__(self, width, layers, heads):
        super().__init__()
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


class ClipText(nn.Module):
    """Token ids (batch, 77) to the context of the UNet (batch, 77, width)."""

    def __init__(self, width, layers, heads, vocabulary=49408):
        super().__init__()
        self.embeddings = Embeddings(width, vocabulary)
        self.encoder = Layers(width, layers, heads)
        self.final_layer_norm = nn.LayerNorm(width)

    def forward(self, ids):
        return self.final_layer_norm(self.encoder(self.embeddings(ids)))
