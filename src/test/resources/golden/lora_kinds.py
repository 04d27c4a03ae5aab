"""LoRAs of the kinds GLoRA, OFT, BOFT and PEFT's DoRA for families/micro_sd1, and its weights with them, at the strength 0.5.
Not ComfyUI's numbers: written from the papers (arXiv:2306.07967, 2306.07280, 2311.06243, 2402.09353) and from what ComfyUI is
known to do with such files (commit 3684cff): with OFT the strength counts twice, blocks are turned by the transpose, alpha is the
longest norm; with BOFT each factor is taken by its strength and the whole again. PEFT's DoRA, which ComfyUI passes over: rows get
the lengths of the file.

    python lora_kinds.py MICRO_SD1 lora_kinds.safetensors lora_kinds_merged.safetensors
"""
import sys
import torch
from safetensors.torch import load_file, save_file

torch.manual_seed(18)
TEXT, UNET = 'cond_stage_model.transformer.text_model.', 'model.diffusion_model.'
weights = {k: v.double() for k, v in load_file(sys.argv[1]).items() if v.dtype == torch.float16}
lora, merged = {}, {}


def put(layer, parts, change):
    """change(W, s) gives the merged weight"""
    text = layer.startswith('encoder.')
    name = ('lora_te_text_model_' if text else 'lora_unet_') + layer.replace('.', '_')
    for part, value in parts.items():
        lora[name + '.' + part] = value
    w = weights[(TEXT if text else UNET) + layer + '.weight']
    merged[layer + '.weight'] = change(w, 0.5).float().contiguous()


def n(*shape):
    return torch.randn(*shape).half()


def cayley(blocks, most):
    q = blocks.double() - blocks.double().transpose(-1, -2)
    norm = q.norm() + 1e-8
    if most > 0 and norm > most:
        q = q * most / norm
    eye = torch.eye(q.shape[-1], dtype=torch.double)
    return torch.linalg.solve(eye - q, eye + q), eye      # the two commute


def oft(blocks, most):
    def change(w, s):
        r, eye = cayley(blocks, most)
        turned = [s * (r[k] - eye).T @ rows for k, rows in enumerate(w.flatten(1).chunk(len(blocks)))]
        return w + s * torch.cat(turned).reshape(w.shape)
    return change


def boft(blocks, most, rescale=None):
    def change(w, s):
        r, eye = cayley(blocks, most)
        factors, count, size = blocks.shape[:3]
        x = w.flatten(1)
        for i in range(factors):
            step = 2 ** i * (size // 2)
            # rows a step apart come to lie beside each other
            order = torch.arange(len(x)).reshape(-1, 2, step).transpose(1, 2).reshape(-1)
            whole = torch.zeros(len(x), len(x), dtype=torch.double)
            for k in range(count):
                whole[k * size:(k + 1) * size, k * size:(k + 1) * size] = s * r[i][k] + (1 - s) * eye
            y = torch.empty_like(x)
            y[order] = whole @ x[order]
            x = y
        if rescale is not None:
            x = x * rescale.double().flatten(1)
        return w + s * (x.reshape(w.shape) - w)
    return change


def glora(a, b, c, d, scale, kernel=False):
    """w + w a b + c d, a and b for each place of the kernel"""
    def change(w, s):
        turn = a.double() @ b.double()
        wa = torch.einsum('oi...,ij->oj...', w, turn) if kernel else (w.flatten(1) @ turn).reshape(w.shape)
        return w + s * scale * (wa + (c.double() @ d.double()).reshape(w.shape))
    return change


def dora(up, down, scale, lengths):
    def change(w, s):
        v = w.flatten(1) + scale * (up.double() @ down.double().flatten(1))
        v = v / (v.norm(dim=1, keepdim=True) + torch.finfo(torch.float32).eps) * lengths.double().reshape(-1, 1)
        return w + s * (v.reshape(w.shape) - w)
    return change


b = n(2, 4, 4)
put('encoder.layers.0.self_attn.q_proj', {'oft_blocks': b}, oft(b, 0))
b = n(8, 4, 4)
put('encoder.layers.1.mlp.fc1', {'oft_blocks': b, 'alpha': torch.tensor(0.8)}, oft(b, 0.8))
b = n(2, 2, 4, 4)
put('encoder.layers.0.self_attn.k_proj', {'oft_blocks': b, 'alpha': torch.tensor(0.)}, boft(b, 0))
b, r = n(3, 4, 8, 8), 1 + 0.2 * n(32, 1)
put('encoder.layers.0.mlp.fc1', {'oft_blocks': b, 'rescale': r, 'alpha': torch.tensor(1.5)}, boft(b, 1.5, r))
p = n(8, 2), n(2, 8), n(8, 2), n(2, 8)
put('encoder.layers.0.self_attn.v_proj', dict(zip(('a1.weight', 'a2.weight', 'b1.weight', 'b2.weight', 'alpha'),
    p + (torch.tensor(3.),))), glora(*p, 3 / 2))
p = n(8, 2), n(2, 8), n(8, 2), n(2, 8)                     # the older layout, whose second factor comes first
put('encoder.layers.0.self_attn.out_proj', {'a2.weight': p[0], 'a1.weight': p[1], 'b2.weight': p[2], 'b1.weight': p[3]},
    glora(*p, 1))
p = n(32, 2), n(2, 32), n(4, 2), n(2, 32, 3, 3)
put('out.2', {'a1.weight': p[0], 'a2.weight': p[1], 'b1.weight': p[2], 'b2.weight': p[3]},
    glora(p[0], p[1], p[2], p[3].flatten(1), 1, kernel=True))
p = n(8, 2), n(2, 32), 1 + 0.1 * n(8)
put('encoder.layers.0.mlp.fc2', {'lora_B.weight': p[0], 'lora_A.weight': p[1], 'lora_magnitude_vector': p[2]},
    dora(p[0], p[1], 1, p[2]))
save_file(lora, sys.argv[2], {'note': 'made by lora_kinds.py'})
save_file(merged, sys.argv[3], {'note': 'made by lora_kinds.py'})
