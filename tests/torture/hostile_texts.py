"""Hostile files that are text: encodings, characters, markup, JSON, CSV, Markdown. Each builder yields names and bytes.

A name begins with nothing but letters and digits that no other has; ids of articles inside hold it, so that a row can be
told to be of the file.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator

File = tuple[str, bytes]
MB = 1 << 20
STORY = (
    "Norvik said on Monday it would leave Freedonia over the Data Act.\n\n"
    "“We will leave,” said Ada Quill, its head of policy. Belmora did not say whether it would comply with the law."
)
PAGE = f"<html><head><title>Norvik goes</title></head><body><article><h1>Norvik goes</h1><p>{STORY}</p></article></body></html>"
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-7", "cp1252", "iso8859-15", "mac_roman",
    "cp437", "koi8-r", "cp1251", "iso8859-8", "cp1256", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip
IDS = (
    "../../{0}", "/etc/{0}", "..\\..\\{0}", "C:\\{0}", "~/{0}", "{0}/../../..", "%2e%2e%2f{0}", "file:///{0}", "CON{0}", "{0}\n{{}}",
    "{0}\u202e\u0301", "<script>{0}</script>", "=cmd|'{0}'!A1", "{0}\x00", "{0}\ud800", "{0}" * 20_000, "{0}\u2028", "{0}'; DROP TABLE x",
)  # fmt: skip


SUFFIXES = ("html", "md", "txt", "jsonl", "json", "csv", "parquet", "docx", "rtf", "pdf", "eml", "ris", "gz", "jsonl.gz", "xyz")
MAGIC = {
    "elf": b"\x7fELF" + bytes(200), "png": b"\x89PNG\r\n\x1a\n" + bytes(200), "random": random.Random(3).randbytes(3_000), "gzip": gzip.compress(b"x" * 9_000),
}  # fmt: skip


def line(value: object) -> bytes:
    """Return a line of JSONL."""
    return json.dumps(value).encode() + b"\n"


def repeated(piece: bytes, size: int, *, head: bytes = b"", tail: bytes = b"") -> bytes:
    """Return at least `size` bytes that repeat a piece."""
    return head + piece * (size // len(piece) + 1) + tail


def encodings() -> Iterator[File]:
    """Right and wrong encodings, declared and not."""
    for name in ENCODINGS:
        data = STORY.encode(name, "replace")
        plain = name.replace("-", "").replace("_", "")
        yield f"enc{plain}.txt", data
        yield f"encpage{plain}.html", PAGE.replace("<head>", "<head><meta charset=shift_jis>").encode(name, "replace")
    yield "encmixed.txt", STORY.encode() + STORY.encode("cp1252", "replace") + STORY.encode("utf-16-le")
    lines = (
        json.dumps({"id": f"encmixedlines{i}", "text": STORY}, ensure_ascii=False).encode(name, "replace")
        for i, name in enumerate(ENCODINGS)
    )
    yield "encmixedlines.jsonl", b"\n".join(lines)
    yield "encnul.txt", STORY.encode().replace(b" ", b"\x00", 3)
    yield "encnulonly.txt", bytes(10_000)
    yield "encnul.html", PAGE.encode().replace(b"leave", b"le\x00ave")
    yield "encnuljson.jsonl", line({"id": "encnuljson", "text": STORY.replace(" ", "\x00")})
    yield "enchalf.txt", b"\xff\xfe" + STORY.encode("utf-16-le")[:-1]
    yield "encsurrogates.txt", STORY.encode() + "\ud800\udc00".encode("utf-8", "surrogatepass")
    yield "encoverlong.txt", STORY.encode() + b"\xc0\xaf\xf8\x88\x80\x80\x80" * 50


def characters(whole: bool) -> Iterator[File]:
    """Texts of odd characters, each between two sentences."""
    family, flags = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f1eb\U0001f1f7\U0001f1e9"
    soups = {
        "straightmarks": '"' * 100_000, "openmarks": "“" * 100_000, "closemarks": "”" * 100_000, "pairs": "“a” " * 25_000,
        "singles": "'" * 100_000, "guillemets": "«»‹›" * 25_000, "lowmarks": "„‚" * 50_000, "saids": "“a,” said “b.” said " * 3_000,
        "zwj": family * 2_000, "flags": flags * 3_000, "skin": "\U0001f44d\U0001f3ff" * 3_000, "marks": "a" + "\u0301" * 50_000,
        "zalgo": "".join(c + "\u0300\u0316\u0334" * 60 for c in "Norvik leaves") * 10, "hebrew": "נורביק אמרה כי תעזוב. " * 300,
        "arabic": "قالت نورفيك إنها ستغادر. " * 300, "bidi": "\u202e\u202d\u2066\u2069\u200f" * 2_000, "vowels": "שָׁלוֹם " * 2_000,
        "devanagari": "नोरविक ने कहा। " * 500, "thai": "นอร์วิกกล่าวว่า" * 500, "han": "诺维克公司表示将离开。" * 500, "hangul": "\u1112\u1161\u11ab" * 3_000,
        "astral": "\U0001d4dd\U0001d4f8" * 3_000, "tags": "\U000e0041" * 3_000, "private": "\ue000\U0010fffd" * 3_000,
        "nocharacters": "\ufffe\uffff\U0001ffff" * 1_000, "spaces": "\u00a0\u2003\u3000\u200b\u2060" * 3_000, "ends": "\u2028\u2029\u0085\v\f" * 2_000,
        "controls": "\x1b[2J\x07\x08" * 20, "ligatures": "ﬁﬂﬃ ǆ ß İ ı " * 1_000, "word": "x" * 100_000, "hyphenated": "a-" * 50_000, "capitals": "NORVIK" * 10_000,
        "newlines": "\n" * 100_000, "returns": "\r" * 100_000, "tabs": "\t" * 100_000, "stops": "." * 100_000, "ellipses": "…! ? " * 20_000,
        "hyphens": "-" * 100_000, "brackets": "(" * 50_000 + "[" * 50_000, "digits": "9" * 100_000, "dates": "1/2/34 5 May 6789, " * 5_000,
        "names": "Norvik Inc. of Freedonia and " * 4_000, "initials": "A. B. C. " * 10_000, "acts": "the Data Act of the Data Act " * 4_000,
        "said": "said " * 20_000, "nots": "not " * 20_000, "itsaid": "It said it said that it said " * 3_000, "labels": "ADA QUILL: Yes.\n" * 5_000,
        "bullets": "- item\n" * 10_000, "addresses": "http://" + "a." * 30_000, "commas": "Norvik, Selmar, Quintar, " * 4_000,
    }  # fmt: skip
    for name, soup in soups.items():
        yield (
            f"chars{name}.txt",
            f"Norvik said it would leave. {soup if whole else soup[:8_000]}\n\nThen Belmora stayed in Freedonia.".encode(),
        )
        if name in ("pairs", "zwj", "zalgo", "bidi"):
            yield f"chars{name}only.jsonl", line({"id": f"chars{name}only", "text": soup, "title": soup[:1000]})


def pages(whole: bool) -> Iterator[File]:
    """Web pages: deep, wide, broken."""
    deep = 100_000 if whole else 5_000
    for tag in (
        "div",
        "span",
        "table><tr><td",
        "ul><li",
        "blockquote",
        "b",
        "a href=x",
        "svg",
        "font",
        "x-y",
        "object",
        "select><option",
    ):
        name = "".join(filter(str.isalnum, tag))
        yield f"pagedeep{name}.html", PAGE.replace("<p>", f"<p>{f'<{tag}>' * deep}").encode()
    odd = {
        "entities": "&#xD800;&#0;&#x110000;&amp;amp;&nosuch;&#99999999999;" * 500, "comment": "<!-- " * 1_000, "cdata": "<![CDATA[" * 500,
        "script": "<script>" + "x" * 10_000, "attribute": f"<p title='{'x' * 200_000}'>", "attributes": "<p " + " ".join(f"a{i}=1" for i in range(20_000)) + ">",
        "tags": "<" * 50_000, "closes": "</p>" * 20_000, "links": "<a href='/x'>More</a> " * 5_000, "images": "<img src='data:image/png;base64,AAAA'>" * 2_000,
        "breaks": "<br>" * 20_000, "cells": f"<table><tr>{'<td>x' * 20_000}</table>", "style": "<style>" * 100, "plaintext": "<plaintext>",
        "frames": "<frameset><frame></frameset>", "noscript": "<noscript>" * 500, "template": "<template><p>" * 500, "nul": "\x00\x0b" * 20,
        "export": f"End of Document {'<p>' * 20_000}", "json": '<script type="application/ld+json">' + '[{"@graph":' * 5_000 + "</script>",
    }  # fmt: skip
    for name, part in odd.items():
        yield f"pageodd{name}.html", PAGE.replace("<p>", f"{part}<p>", 1).encode()
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha" * 10}">' for i in range(12))
    yield "pagelaughs.xhtml", f'<?xml version="1.0"?><!DOCTYPE html [{laughs}]><html><body><p>&a11;</p></body></html>'.encode()
    yield "pageouter.xhtml", b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>&x;</p></body></html>'
    yield "pageempty.html", b"<html></html>"
    yield "pagecut.html", PAGE.encode()[:150]
    rng = random.Random(6)
    for number in range(40 if whole else 4):
        yield f"pagefuzz{number}.html", fuzzed(PAGE.encode() * 3, rng)


def fuzzed(data: bytes, rng: random.Random) -> bytes:
    """Return the bytes with some changed, doubled, moved or cut out."""
    out = bytearray(data)
    for _ in range(rng.randrange(1, 30)):
        at, size = rng.randrange(len(out)), rng.randrange(1, 60)
        piece = out[at : at + size]
        change = rng.choice(("flip", "double", "cut", "move", "junk"))
        if change == "flip":
            out[at] ^= 1 << rng.randrange(8)
        elif change == "double":
            out[at:at] = piece * rng.randrange(1, 20)
        elif change == "junk":
            out[at : at + size] = rng.randbytes(size)
        else:
            del out[at : at + size]
            if change == "move":
                out[len(out) // 2 : len(out) // 2] = piece
        if not out:
            return data
    return bytes(out)


def rows(whole: bool) -> Iterator[File]:
    """JSON and JSONL."""
    deep = 1_000_000 if whole else 100_000
    for name, opened, closed in (("lists", b"[", b"]"), ("objects", b'{"a":', b"}")):
        yield f"jsondeep{name}.json", opened * deep + b"1" + closed * deep
        yield f"jsonopen{name}.json", opened * deep
        yield (
            f"jsondeep{name}.jsonl",
            b'{"id":"jsondeep' + name.encode() + b'","text":"x","meta":' + opened * deep + b"1" + closed * deep + b"}",
        )
    yield "jsonnumbers.jsonl", b'{"id":"jsonnumbers","text":"' + STORY[:60].encode() + b'","n":' + b"9" * 10_000 + b"}"
    special = b'{"id":"jsonspecial","text":"Norvik left.","meta":{"a":NaN,"b":Infinity,"c":-0.0,"d":1e999}}'
    yield "jsonspecial.jsonl", special + b"\n" + special.replace(b"special", b"special2").replace(b"NaN", b"1e-999")
    yield "jsondoubled.jsonl", line({"id": "jsondoubled", "text": STORY}) * 5
    wrong = [None, True, 1.5, [], {}, "", " ", "\ud800", 10**30, -1]
    yield "jsonids.jsonl", b"".join(line({"id": value, "text": STORY}) for value in wrong)
    yield "jsontexts.jsonl", b"".join(line({"id": f"jsontexts{i}", "text": value}) for i, value in enumerate(wrong))
    keys = ("title", "date", "source", "url", "lang", "meta")
    rest = (line({"id": f"jsonkeys{i}{k}", "text": STORY, k: value}) for i, value in enumerate(wrong) for k in keys)
    yield "jsonkeys.jsonl", b"".join(rest)
    yield "jsonscalars.jsonl", b'1\n"a"\nnull\n[]\n{}\n{\n}\n'
    yield "jsoncut.jsonl", line({"id": "jsoncut", "text": STORY})[:-20]
    yield "jsonbom.jsonl", b"\xef\xbb\xbf" + line({"id": "jsonbom", "text": STORY})
    yield "jsonreturns.jsonl", line({"id": "jsonreturns", "text": STORY}).replace(b"\n", b"\r\n\r\n")
    yield "jsonblank.jsonl", b"\n" * 100_000
    yield "jsonlist.json", json.dumps([{"id": f"jsonlist{i}", "text": STORY} for i in range(3)] + wrong).encode()
    yield "jsonmany.json", b"[" + b"{}," * (15_000_000 if whole else 5_000) + b"{}]"
    yield (
        "jsonmeta.jsonl",
        b'{"id":"jsonmeta","text":"Norvik left.","meta":{"a":[' + b"[]," * (10_000_000 if whole else 5_000) + b"[]]}}",
    )
    for number, given in enumerate(IDS):
        name = f"ids{number}x"
        yield f"{name}.jsonl", line({"id": given.format(name), "text": STORY})


def tables(whole: bool) -> Iterator[File]:
    """CSV."""
    good = "id,text\n{0}1,Norvik left Freedonia.\n"
    many = 3_000_000 if whole else 5_000
    odd = {
        "columns": "name,body\na,b\n", "nohead": "a,Norvik left.\nb,Belmora stayed.\n", "headonly": "id,text\n", "empty": "", "newline": "\n\n\n",
        "quote": good + '{0}2,"open\n' + "x,y\n" * 5_000, "ragged": good + "{0}2\n{0}3,a,b,c\n,,,,,\n", "nul": good + "{0}2,a\x00b\n",
        "wide": "id,text" + "," * many + "\n{0}1,a\n", "widerow": good + "{0}2" + "," * many + "\n", "same": "id,text,text,id\n{0}1,a,b,{0}2\n",
        "semicolons": "id;text\n{0}1;Norvik left.\n", "formula": "id,text\n=cmd|' /C calc'!{0},@SUM(1)\n", "quoted": 'id,text\n{0}1,"a\nb\n""c"""\n',
        "quotes": 'id,text\n{0}1,"' + '"' * 100_000 + '"\n', "endless": good + '{0}2,"' + '\n","' * many, "bad": "id,text\r{0}1,a\r{0}2,b\r",
    }  # fmt: skip
    for name, text in odd.items():
        yield f"csv{name}.csv", text.replace("{0}", f"csv{name}").encode()
    yield "csvencodings.csv", good.format("csvencodings").encode() + b"csvencodings2,caf\xe9\ncsvencodings3,\xff\xfe\n"
    yield "csvutf16.csv", (good.format("csvutf16") * 2).encode("utf-16")[:-3]
    yield "tabs.tsv", b"id\ttext\ntabs1\tNorvik left.\n\t\t\t\n"


def notes(whole: bool) -> Iterator[File]:
    """Markdown."""
    many = 50_000 if whole else 2_000
    parts = {
        "quotes": ">" * many, "brackets": "[" * many, "links": "[a](" * many, "stars": "*a **b " * many, "ticks": "`" * many + "a", "images": "![" * many,
        "table": "|a" * many + "\n" + "|-" * many, "tags": "<a " * many, "lists": "\n".join("  " * min(i, 300) + "- x" for i in range(many // 10)),
        "escapes": "\\" * many, "entities": "&" * many, "autolinks": "<http://" * many, "underscores": "_a" * many,
        "references": "\n".join(f"[a{i}]: /x" for i in range(many // 10)), "rules": "---\n" * many,
    }  # fmt: skip
    for name, part in parts.items():
        yield f"note{name}.md", f"# Norvik goes\n\n{STORY}\n\n{part}\n".encode()
    yield "notefront.md", b"---\ntitle: Norvik goes\n" + b"a: b\n" * 5_000
    yield "notefrontbad.md", f"---\ntitle: [1, 2\ndate: 99/99/9999\n\tx: y\n---\n{STORY}".encode()


def lines(whole: bool) -> Iterator[File]:
    """One line of 100 MB, in every format that is text."""
    size = 100 * MB if whole else MB // 16
    for suffix, head, tail in (
        ("txt", b"", b""), ("md", b"# a\n\n", b""), ("html", b"<p>", b"</p>"), ("csv", b"id,text\nlinecsv,", b"\n"),
        ("jsonl", b'{"id":"linejsonl","text":"', b'"}'), ("json", b'[{"id":"linejson","text":"', b'"}]'), ("xyz", b"", b""),
    ):  # fmt: skip
        yield f"line{suffix}.{suffix}", repeated(b"Norvik left Freedonia. ", size, head=head, tail=tail)
    yield "linewide.txt", "Norvik left Freedonia \U0001f980. ".encode() * (size // 27)


def wrong_suffixes() -> Iterator[File]:
    """Empty files and binary ones under every suffix."""
    for suffix in SUFFIXES:
        plain = suffix.replace(".", "")
        yield f"none{plain}.{suffix}", b""
        yield f"one{plain}.{suffix}", b"{"
    for number, (kind, data) in enumerate(MAGIC.items()):
        for suffix in SUFFIXES[number::3]:
            yield f"magic{kind}{suffix.replace('.', '')}.{suffix}", data


def texts(*, whole: bool) -> Iterator[File]:
    """All of them; `whole` makes the large ones large."""
    yield from encodings()
    yield from characters(whole)
    yield from pages(whole)
    yield from rows(whole)
    yield from tables(whole)
    yield from notes(whole)
    yield from lines(whole)
    yield from wrong_suffixes()
