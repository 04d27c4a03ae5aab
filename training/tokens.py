# SPDX-License-Identifier: BSD-2-Clause
"""CLIP's byte pair encoding (Sennrich et al. 2016), and the part of its vocabulary that our captions use."""
import gzip
import importlib.util
import json
import re
from functools import lru_cache
from pathlib import Path

START, END = 49406, 49407
LENGTH = 77
SPLIT = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|[^\s\w]+|_+")


def vocabulary_file():
    """The merges as open_clip_torch ships them; the package itself is never imported."""
    folders = importlib.util.find_spec("open_clip").submodule_search_locations
    return Path(list(folders)[0]) / "bpe_simple_vocab_16e6.txt.gz"


def _byte_names():
    """A printable character for each byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in printable]
    names = {b: chr(b) for b in printable}
    names.update({b: chr(256 + i) for i, b in enumerate(others)})
    return names


class BytePairEncoder:
    def __init__(self, path=None):
        self.bytes = _byte_names()
        lines = gzip.open(path or vocabulary_file()).read().decode("utf-8").split("\n")
        merges = [tuple(line.split()) for line in lines[1: 49152 - 256 - 2 + 1]]
        single = list(self.bytes.values())
        words = single + [c + "</w>" for c in single] + ["".join(m) for m in merges]
        self.ids = {word: i for i, word in enumerate(words + ["<|startoftext|>", "<|endoftext|>"])}
        self.ranks = {merge: i for i, merge in enumerate(merges)}

    def encode(self, text):
        return [token for word in SPLIT.findall(text.lower()) for token in self._encode_word(word)]

    def _encode_word(self, word):
        parts = [self.bytes[b] for b in word.encode("utf-8")]
        parts[-1] += "</w>"
        while len(parts) > 1:
            pairs = list(zip(parts[:-1], parts[1:]))
            best = min(pairs, key=lambda pair: self.ranks.get(pair, float("inf")))
            if best not in self.ranks:
                break
            i = pairs.index(best)
            parts[i: i + 2] = [parts[i] + parts[i + 1]]
        return [self.ids[part] for part in parts]


@lru_cache(1)
def encoder():
    return BytePairEncoder()


@lru_cache(100_000)
def _word_ids(word):
    return tuple(encoder().encode(word))


def token_ids(text):
    return [token for word in text.lower().split() for token in _word_ids(word)]


def padded(ids):
    """START, up to 75 tokens, END and END again up to the 77th."""
    ids = [START, *ids[: LENGTH - 2], END]
    return ids + [END] * (LENGTH - len(ids))


class CompactVocabulary:
    """Row 0 stands for every token that no caption holds; the other rows for the tokens listed in a JSON file.

    Training a table of some 230 rows instead of 49,408 saves most of the optimiser's work. ``export`` expands it.
    """

    UNKNOWN = 0

    def __init__(self, path):
        self.tokens = json.loads(Path(path).read_text())
        self.rows = {token: row for row, token in enumerate(self.tokens)}

    def __len__(self):
        return len(self.tokens)

    def encode(self, text, random=None, unknown_share=0.0):
        """77 rows. Some captions get one to three unknown words, so that free prompts may hold words not known."""
        rows = [self.rows.get(token, self.UNKNOWN) for token in token_ids(text)]
        if random is not None and random.random() < unknown_share:
            for _ in range(int(random.integers(1, 4))):
                rows.insert(int(random.integers(0, len(rows) + 1)), self.UNKNOWN)
        rows = [self.rows[START], *rows[: LENGTH - 2], self.rows[END]]
        return rows + [self.rows[END]] * (LENGTH - len(rows))
