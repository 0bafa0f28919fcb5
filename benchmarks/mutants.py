"""Hostile variants of valid inputs: JSON trees, tables, workbooks, letters, bytes; all from one seed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

# tokens of JSON that no parsed value can write; they stand in for "@0@", "@1@" ... once it is text
RAW = ("NaN", "-Infinity", "1e999", "9" * 4000, "9" * 5000, "[" * 400 + "]" * 400)
RAW += ('{"a":1,"a":2}', '"\\ud800"', "[" * 960 + "]" * 960, "[" * 100_000)
TEXTS = ["", " ", "\0", "\u202e", "\ud800", "\ufeff", "\u200b", "\u2028", "a" * 6000, "\u017fix"]
TEXTS += "1e999 -1 NaN inf 0x10 1_000 \u0663 1.234 1,5 9999-99-99 0000-00-00 1900-02-29".split()
TEXTS += (
    "__proto__ ../../x =1+1 %s {} ; ;; any_of: * (blank) \u05d0\u05d1 e\u0301 \U0001f600".split()
)
TEXTS += ["any_of: (", "all_of: a AND without: a", "9" * 5000, "x;y;z", "on\nto", '"', "'", "\r"]
VALUES: list[Any] = [None, True, False, 0, -1, 1e308, 5e-324, 10**20, [], {}, [[]], [None], {"": 0}]
VALUES += [f"@{i}@" for i in range(len(RAW))] * 2
TOKENS = [t.encode("utf-8", "surrogatepass") for t in TEXTS] + [r.encode() for r in RAW[:8]]
TOKENS += [b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\xed\xa0\x80", b",,,,", b'""', b"\r\n", b"\t"]
MARKUP = [b"&lol;", b'r="1048576"', b'r="99999999"', b'r="XFD1"', b'r="ZZZ9"', b't="d"', b't="s"']
MARKUP += [b't="b"', b't="e"', b't="inlineStr"', b"<v>1e999</v>", b"<v>-1</v>", b"<v>2958466</v>"]
MARKUP += [b"<v>99999999</v>", b'<!DOCTYPE x [<!ENTITY lol "lol">]>', b's="7"', b"</row>", b"<c/>"]
WORDS = "no not without denies pain worse sitting SLR negative positive left buttock for six weeks "
WORDS += "aged 44 ? . ; , and / 5/5 0% woman possible mother FABER +ve -ve tender half a 3/52 n't"


def places(value: Any) -> list[tuple[Any, Any]]:
    """Holder and key of every place in a JSON value."""
    found: list[tuple[Any, Any]] = []
    stack = [value]
    while stack:
        one = stack.pop()
        inside = one.items() if isinstance(one, dict) else enumerate(one)
        for key, inner in inside:
            found.append((one, key))
            if isinstance(inner, (dict, list)):
                stack.append(inner)
    return found


def of_json(rng: Random, seed: bytes) -> bytes:
    """One to four places replaced, swapped, doubled, renamed or gone; now and then spoilt bytes."""
    value = json.loads(seed)
    known = places(value)
    for holder, key in rng.sample(known, min(len(known), rng.randint(1, 4))):
        if not (key in holder if isinstance(holder, dict) else key < len(holder)):
            continue
        change = rng.choice(("value", "value", "text", "swap", "double", "name", "drop"))
        if change == "value":
            holder[key] = rng.choice(VALUES)
        elif change == "text":
            old = holder[key]
            new = rng.choice(TEXTS)
            holder[key] = f"{old}{new}" if isinstance(old, str) and rng.random() < 0.5 else new
        elif change == "swap":
            other, at = rng.choice(known)
            holder[key] = json.loads(json.dumps(other[at])) if at in _keys(other) else None
        elif isinstance(holder, list) and change == "double":
            holder.insert(key, json.loads(json.dumps(holder[key])))
        elif isinstance(holder, dict) and change in ("double", "name"):
            holder[rng.choice((rng.choice(TEXTS), str(rng.choice(known)[1])))] = holder[key]
        else:
            del holder[key]
    text = json.dumps(value)
    if "@" in text:
        for i, raw in enumerate(RAW):
            text = text.replace(f'"@{i}@"', raw)
    raw_bytes = text.encode()
    return of_bytes(rng, raw_bytes) if rng.random() < 0.1 else raw_bytes


def _keys(holder: Any) -> Any:
    return holder if isinstance(holder, dict) else range(len(holder))


def of_bytes(rng: Random, seed: bytes, tokens: list[bytes] = TOKENS) -> bytes:
    """Bytes cut, doubled, changed or with tokens between."""
    raw = seed
    for _ in range(rng.randint(1, 3)):
        a, b = sorted((rng.randint(0, len(raw)), rng.randint(0, len(raw))))
        change = rng.randrange(6)
        if change == 0:
            raw = raw[:a] + rng.choice(tokens) + raw[a:]
        elif change == 1:
            raw = raw[:a] + raw[min(b, a + 40) :]
        elif change == 2:
            raw = raw[:a] + raw[a : min(b, a + 200)] * rng.choice((2, 3, 50)) + raw[b:]
        elif change == 3 and a < len(raw):
            raw = raw[:a] + rng.randbytes(rng.randint(1, 4)) + raw[a + 1 :]
        elif change == 4:
            raw = raw[: rng.choice((a, b))]
        else:
            raw = rng.choice(tokens) + raw
    return raw


def of_rows(rng: Random, seed: bytes) -> bytes:
    """Cells, columns and rows of a table changed; now and then another delimiter or encoding."""
    lines = seed.decode().splitlines()
    mark = max(",;\t", key=lines[0].count)
    rows = list(csv.reader(lines, delimiter=mark))
    for _ in range(rng.randint(1, 4)):
        row = rng.choice((rng.choice(rows), rows[0]))
        other = rng.choice(rows)
        at = rng.randrange(len(row)) if row else 0
        change = rng.randrange(9)
        if change < 4 and row:
            token = rng.choice(TEXTS)
            row[at] = rng.choice((token, row[at] + token, rng.choice(other or [""])))
        elif change == 4:
            row.insert(at, rng.choice(TEXTS))
        elif change == 5 and row:
            del row[at]
        elif change == 6:
            rows.insert(rng.randint(0, len(rows)), list(other))
        elif change == 7 and len(rows) > 1:
            rows.remove(other)
        else:
            for one in rows:
                one.append(one[at] if at < len(one) else "")
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator=rng.choice(("\n", "\r\n"))).writerows(rows)
    code = rng.choice(("utf-8",) * 6 + ("utf-8-sig", "utf-16", "utf-16-le", "cp1252"))
    raw = out.getvalue().encode(code, "surrogatepass" if code[:3] == "utf" else "replace")
    return of_bytes(rng, raw) if rng.random() < 0.2 else raw


def of_book(rng: Random, seed: bytes) -> bytes:
    """A workbook with one of its parts spoilt, or spoilt itself."""
    if rng.random() < 0.05:
        return of_bytes(rng, seed)
    with zipfile.ZipFile(io.BytesIO(seed)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheets = [n for n in parts if "sheet" in n or "shared" in n or "styles" in n]
    name = rng.choice(sheets if rng.random() < 0.8 else list(parts))
    raw = parts[name]
    for _ in range(rng.randint(1, 3)):
        cuts = [i for i, c in enumerate(raw) if c in b'<> "'] or [0]
        a = rng.choice(cuts)
        b = rng.choice([c for c in cuts if c >= a][:8])
        raw = raw[:a] + rng.choice((b"", rng.choice(MARKUP), rng.choice(TOKENS[:20]))) + raw[b:]
    parts[name] = raw if rng.random() < 0.8 else of_bytes(rng, raw, MARKUP)
    if rng.random() < 0.03:
        del parts[name]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return out.getvalue()


def of_letter(rng: Random, seed: bytes) -> bytes:
    """Words doubled, moved and put in, signs of other scripts among them."""
    words = seed.decode().split(" ")
    for _ in range(rng.randint(1, 8)):
        at = rng.randint(0, len(words))
        new = rng.choice((*WORDS.split(), *TEXTS, *words[:20]))
        new = new.upper() if rng.random() < 0.1 else new.replace("s", rng.choice("sss\u017f"))
        again = rng.choice((1,) * 30 + (2, 40, 300))
        words[at : at + rng.randint(0, 2)] = [new] * again
    return " ".join(words).encode("utf-8", "surrogatepass")


Mutator = Callable[[Random, bytes], bytes]
