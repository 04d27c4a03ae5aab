# SPDX-License-Identifier: BSD-2-Clause
"""Multi-head attention for few, narrow heads on a CPU."""
import torch
from torch.nn import functional as F

# NB: on CPUs the fused kernel's backward pass takes more than half of a training step at heads of width 8 to 16;
# two plain matrix products halve the step. train_unet.py sets this.
plain_products = False


def split_heads(x, heads):
    """(batch, tokens, width) to (batch, heads, tokens, width / heads)"""
    batch, _, width = x.shape
    return x.view(batch, -1, heads, width // heads).transpose(1, 2)


def merge_heads(x):
    batch, heads, tokens, width = x.shape
    return x.transpose(1, 2).reshape(batch, tokens, heads * width)


def attend(q, k, v, mask=None):
    """softmax(q k^T / sqrt(d) + mask) v; Vaswani et al. 2017, equation 1."""
    if not plain_products:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
    if mask is not None:
        scores = scores + mask.to(scores.dtype)
    return torch.softmax(scores, -1) @ v
