# SPDX-License-Identifier: BSD-2-Clause
"""Draws the training pictures and lists the tokens of their captions. About 3 seconds for 1000 pictures."""
import json

import numpy as np

from pictures import captions, caption, render
from shards import SHARD, VOCABULARY, arguments, attributes_path, pictures_path, write_atomically
from tokens import END, START, token_ids

VOCABULARY_SEED = 5_000_000


def make_shard(work, shard):
    drawn = [render(shard * SHARD + i) for i in range(SHARD)]
    attributes = [a.to_json() for _, a in drawn]
    attributes_path(work, shard).write_text(json.dumps(attributes))
    pictures = np.stack([picture for picture, _ in drawn])
    write_atomically(pictures_path(work, shard), lambda path: _save(path, pictures))


def _save(path, pictures):
    with open(path, "wb") as file:  # NB: numpy would add an ending to a path
        np.save(file, pictures)


def make_vocabulary(work, pictures=6000, captions_each=8):
    """All tokens of many captions, and of the rarest wordings too. The first row, -1, stands for all others."""
    random = np.random.default_rng(5)
    texts = [text for words in _all_wordings() for text in words]
    for i in range(pictures):
        _, attributes = render(VOCABULARY_SEED + i)
        texts += [caption(attributes, random) for _ in range(captions_each)]
    tokens = {token for text in texts for token in token_ids(text)}
    tokens.update(token_ids("h&e, ."))
    (work / VOCABULARY).write_text(json.dumps([-1, START, END, *sorted(tokens)]))
    print(len(tokens), "tokens")


def _all_wordings():
    tables = (captions.SYNONYMS, captions.STAINS, captions.PLACES, captions.KEYWORDS, captions.SHAPES)
    return [words for table in tables for words in table.values()] + [captions.NUMBERS, captions.PREFIXES]


def main():
    parser = arguments(__doc__)
    parser.add_argument("--shards", type=int, default=40, help="shards of 1000 pictures")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if not (options.work / VOCABULARY).exists():
        make_vocabulary(options.work)
    for shard in range(options.shards):
        if not pictures_path(options.work, shard).exists():
            make_shard(options.work, shard)
            print("shard", shard, flush=True)


if __name__ == "__main__":
    main()
