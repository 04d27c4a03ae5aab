# SPDX-License-Identifier: BSD-2-Clause
"""The two transformers of CLIP (Radford et al. 2021): of texts, as SD 1.x checkpoints store it, and of pictures."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from .attention import attend, merge_heads, split_heads

TOKENS = 77


class SelfAttention(nn.Module):
    def __init__(self, width, heads, causal):
        super().__init__()
        self.k_proj = nn.Linear(width, width)
        self.v_proj = nn.Linear(width, width)
        self.q_proj = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, width)
        self.heads, self.causal = heads, causal

    def forward(self, x):
        q, k, v = (split_heads(f(x), self.heads) for f in (self.q_proj, self.k_proj, self.v_proj))
        # NB: a large number, not infinity: it has to survive bfloat16
        mask = torch.full((x.shape[1], x.shape[1]), -1e4, dtype=q.dtype).triu(1) if self.causal else None
        return self.out_proj(merge_heads(attend(q, k, v, mask)))


class Mlp(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        x = self.fc1(x)
        return self.fc2(x * torch.sigmoid(1.702 * x))  # CLIP's approximation of GELU


class Layer(nn.Module):
    def __init__(self, width, heads, causal):
        super().__init__()
        self.self_attn = SelfAttention(width, heads, causal)
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
    def __init__(self, width, layers, heads, causal=True):
        super().__init__()
        self.layers = nn.ModuleList(Layer(width, heads, causal) for _ in range(layers))

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


class Patches(nn.Module):
    """A token for the picture and one for each patch, row by row, with their positions."""

    def __init__(self, width, size, patch):
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(width) * 0.02)
        self.patch_embedding = nn.Conv2d(3, width, patch, stride=patch, bias=False)
        self.position_embedding = nn.Embedding(1 + (size // patch) ** 2, width)
        nn.init.normal_(self.position_embedding.weight, std=0.02)

    def forward(self, pixels):
        # NB: the convolution as a product of matrices, as patches do not overlap: its backward pass is much faster
        size = self.patch_embedding.stride[0]
        patches = F.pixel_unshuffle(pixels, size).flatten(2).transpose(1, 2)
        patches = F.linear(patches, self.patch_embedding.weight.flatten(1))
        picture = self.class_embedding.expand(len(pixels), 1, -1)
        return torch.cat([picture, patches], 1) + self.position_embedding.weight


class ClipVision(nn.Module):
    """A vision transformer (Dosovitskiy et al. 2021): pixels (batch, 3, size, size) to one state (batch, width)."""

    def __init__(self, width, layers, heads, size, patch):
        super().__init__()
        self.embeddings = Patches(width, size, patch)
        self.pre_layrnorm = nn.LayerNorm(width)  # NB: the misspelling is in the files of transformers
        self.encoder = Layers(width, layers, heads, causal=False)
        self.post_layernorm = nn.LayerNorm(width)

    def forward(self, pixels):
        x = self.encoder(self.pre_layrnorm(self.embeddings(pixels)))
        return self.post_layernorm(x[:, 0])


class ClipPair(nn.Module):
    """Pictures and texts to unit vectors in one space. Parameters are named as in the files of transformers."""

    def __init__(self, text, vision, projection, vocabulary=49408):
        super().__init__()
        self.text_model = ClipText(vocabulary=vocabulary, **text)
        self.text_projection = nn.Linear(text["width"], projection, bias=False)
        self.vision_model = ClipVision(**vision)
        self.visual_projection = nn.Linear(vision["width"], projection, bias=False)
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))

    def texts(self, ids, end):
        """``end`` is the id that ends a text: its first place has seen all of the text, and nothing else."""
        states = self.text_model(ids)
        ends = (ids == end).int().argmax(1)
        return F.normalize(self.text_projection(states[torch.arange(len(ids)), ends]).float(), dim=-1)

    def pictures(self, pixels):
        return F.normalize(self.visual_projection(self.vision_model(pixels)).float(), dim=-1)
