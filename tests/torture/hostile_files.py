"""Hostile files that are no text: office documents, PDF, Parquet, mail, and what a file system can hold."""

from __future__ import annotations

import io
import os
import random
import socket
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "articles" / "exports")]

import export_samples as samples  # noqa: E402
from hostile_packed import archives, gzips  # noqa: E402
from hostile_texts import MB, STORY, File, fuzzed, repeated, texts  # noqa: E402


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def documents(whole: bool) -> Iterator[File]:
    """Word documents."""
    good = samples.docx(samples.nexis_lines())
    with zipfile.ZipFile(io.BytesIO(good)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    body = b"<w:body>"
    size = 150 * MB if whole else MB // 16
    for name, piece in (
        ("tags", b"<w:p/>"),
        ("attributes", b'<w:p w:a="" w:b=""/>'),
        ("words", b"<w:p><w:r><w:t>Norvik left.</w:t></w:r></w:p>"),
        ("text", b"x"),
    ):
        document = parts["word/document.xml"].replace(body, body + repeated(piece, size))
        yield f"docxbomb{name}.docx", archive(parts | {"word/document.xml": document})
    deep = b"<w:tbl><w:tr><w:tc>" * 3_000
    yield "docxdeep.docx", archive(parts | {"word/document.xml": parts["word/document.xml"].replace(body, body + deep)})
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    start = parts["word/document.xml"].index(b"<w:document")
    bad = parts["word/document.xml"]
    yield "docxlaughs.docx", archive(parts | {"word/document.xml": bad[:start] + laughs + bad[start:].replace(b"Norvik", b"&c;")})
    yield "docxmany.docx", archive(parts | {f"word/x{i}.xml": b"<a/>" for i in range(6_000)})
    yield "docxpath.docx", archive(parts | {"../../../escaped.xml": b"<a/>", "/tmp/escaped.xml": b"<a/>"})
    yield "docxnone.docx", archive({"word/nothing.xml": b"<a/>"})
    yield "docxlie.docx", good.replace(len(parts["word/document.xml"]).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    yield "docxname.txt", good
    rng = random.Random(7)
    for number in range(8):
        yield f"docxfuzz{number}.docx", fuzzed(good, rng)


def stream_pdf(content: bytes, *, more: tuple[bytes, ...] = (), resources: bytes = b"") -> bytes:
    """Return a PDF of one page whose content is packed; `more` are objects from number 6 on."""
    data = zlib.compress(content, 9)
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>" + resources + b">>>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page,
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(data), data), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )  # fmt: skip
    out, places = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, each in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, places, size, len(out))


def form(content: bytes, following: int) -> bytes:
    """Return a form of a PDF that may draw the form with number `following`."""
    drawn = b"<</XObject<</X %d 0 R>>>>" % following
    return b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources%b/Length %d>>stream\n%b\nendstream" % (
        drawn,
        len(content),
        content,
    )


def prints(whole: bool) -> Iterator[File]:
    """PDF."""
    good = samples.pdf([["Norvik said it would leave Freedonia."] * 5, ["Belmora stayed."]])
    size = 60 * MB if whole else MB // 8
    for name, piece in (
        ("states", b"q Q "),
        ("words", b"BT /F1 9 Tf (Norvik left.) Tj ET "),
        ("lists", b"[[[] [] []]] "),
        ("open", b"["),
    ):
        yield f"pdfbomb{name}.pdf", stream_pdf(repeated(piece, size))
    drawn = b"/XObject<</X 6 0 R>>"
    yield (
        "pdfforms.pdf",
        stream_pdf(b"/X Do " * 10, more=(*tuple(form(b"/X Do " * 10, i) for i in range(7, 17)), form(b"q Q", 16)), resources=drawn),
    )
    yield "pdfloop.pdf", stream_pdf(b"/X Do ", more=(form(b"/X Do ", 6),), resources=drawn)
    yield "pdfpages.pdf", good.replace(b"/Count 2", b"/Count 99999999")
    yield "pdfkids.pdf", good.replace(b"/Kids [", b"/Kids [2 0 R ").replace(b"/Kids[", b"/Kids[2 0 R ")
    yield "pdfhead.pdf", b"%PDF-1.7\n"
    yield "pdfcut.pdf", good[: len(good) // 2]
    yield "pdfxref.pdf", good[: good.rindex(b"startxref")] + b"startxref\n0\n%%EOF"
    rng = random.Random(8)
    for number in range(8):
        yield f"pdffuzz{number}.pdf", fuzzed(good, rng)


def exports(whole: bool) -> Iterator[File]:
    """RTF, RIS, mail."""
    rng = random.Random(9)
    rtf = samples.rtf(samples.nexis_lines())
    many = MB * 10 if whole else 20_000
    for name, part in (
        ("braces", b"{" * many),
        ("closes", b"}" * many),
        ("bin", b"\\bin99999999 x"),
        ("fonts", b"{\\fonttbl" + b"{\\f0 x;}" * 9_000),
        ("halves", b"\\u55357?" * 9_000),
    ):
        yield f"rtf{name}.rtf", rtf[:-1] + part + b"}"
    yield "rtfcut.rtf", rtf[: len(rtf) // 2]
    yield "rtfnone.rtf", STORY.encode()
    ris = f"TY  - NEWS\nTI  - Norvik goes\nN1  - Full text: {STORY}\nER  - \n".encode()
    yield "riscut.ris", ris[:-7]
    yield "rismany.ris", ris * 50 + b"TY  - \nER  - \n" * 500
    yield "ristag.ris", ris.replace(b"Norvik goes", b"x" * 200_000)
    mail = f"From: Ada <ada@example.org>\nSubject: Norvik goes\nDate: Mon, 3 Feb 2031 10:00:00 +0000\nContent-Type: text/plain; charset=x-none\n\n{STORY}".encode()
    yield "mailcharset.eml", mail
    for depth in (100, 3_000):
        nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth))
        yield f"mailnested{depth}.eml", b"From: a@example.org\n" + nested + mail
    yield "mailheaders.eml", b"X-A: b\n" * 50_000 + mail
    yield "mailto.eml", b"To: " + b"a@example.org, " * 50_000 + b"\n" + mail
    yield "mailbase.eml", mail.replace(b"\n\n", b"\nContent-Transfer-Encoding: base64\n\n=", 1)
    yield "mailnone.eml", b"From: a@example.org\n\n"
    yield "mailword.eml", mail.replace(b"Norvik goes", b"=?utf-8?b?" + b"/9j/" * 400 + b"?=")
    for kind, good in (("rtf", rtf), ("ris", ris), ("eml", mail)):
        for number in range(5):
            yield f"exportfuzz{kind}{number}.{kind}", fuzzed(good, rng)


def parquets(whole: bool) -> Iterator[File]:
    """Parquet: cut, flipped, of wrong types, swelling."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def written(columns: dict[str, object], **options: object) -> bytes:
        out = io.BytesIO()
        pq.write_table(pa.table(columns), out, **options)  # type: ignore[arg-type]
        return out.getvalue()

    good = written({"id": [f"parquetgood{i}" for i in range(50)], "text": [STORY] * 50, "meta": [{"a": [1]}] * 50})
    for number in range(1, 7):
        yield f"parquetcut{number}.parquet", good[: len(good) * number // 7]
    yield "parquetmagic.parquet", b"PAR1PAR1"
    yield "parquettypes.parquet", written({"id": [1.5, 2.5], "text": [[1], [2]]})
    yield "parquetnulls.parquet", written({"id": [None, "parquetnulls"], "text": ["a", None]})
    yield "parquetbinary.parquet", written({"id": [b"parquetbinary\xff"], "text": [b"\xff\xfe"]})
    yield "parquetempty.parquet", written({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    yield "parquetcolumns.parquet", written({"body": ["a"]})
    yield "parquetdates.parquet", written({"id": ["parquetdates"], "text": [STORY], "date": pa.array([2**62], pa.timestamp("ns"))})
    large = "Norvik left Freedonia. " * (2_000_000 if whole else 100)
    swelling = {"id": [f"parquetbomb{i}" for i in range(64)], "text": [large] * 64}
    yield "parquetbomb.parquet", written(swelling, compression="zstd", dictionary_pagesize_limit=1 << 30)
    rng = random.Random(10)
    for number in range(8):
        data = bytearray(good)
        for _ in range(rng.randrange(1, 8)):
            data[rng.randrange(4, len(data))] ^= 1 << rng.randrange(8)
        yield f"parquetflip{number}.parquet", bytes(data)


def special(folder: Path) -> list[str]:
    """Make what is no plain file, or has no plain name; return the tokens of those that must have a row."""
    made = []
    for name in (
        "name\nline",
        "-rf",
        "*?[a]",
        "'\"`$(x)",
        "\U0001f468\u200d\U0001f469",
        "x" * 240,
        "a...",
        " ",
        "e\u0301",
        "\u202etxt",
        b"\xff\xfe".decode("utf-8", "surrogateescape"),
    ):
        with suppress(OSError):  # a file system that forbids it
            (folder / f"{name}.txt").write_text(STORY, encoding="utf-8")
            made.append(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    links = {
        "linkloop.txt": "linkloop.txt",
        "linknone.txt": "nowhere",
        "linkself": ".",
        "linkdev.txt": "/dev/zero",
        "linknull.txt": "/dev/null",
    }
    for name, target in links.items():
        with suppress(OSError):
            (folder / name).symlink_to(target)
            made += [name.removesuffix(".txt")] if name != "linkself" else []  # a folder that was entered already
    with suppress(OSError, AttributeError):
        os.mkfifo(folder / "fifo.txt")
        made.append("fifo")
    with suppress(OSError, AttributeError), socket.socket(socket.AF_UNIX) as file:
        file.bind(os.path.relpath(folder / "socket.txt"))
        made.append("socket")
    (folder / "folder.html").mkdir()
    (folder / "folder.html" / "infolder.txt").write_text(STORY, encoding="utf-8")
    deep = folder.joinpath(*("d" for _ in range(40)))
    deep.mkdir(parents=True)
    (deep / "deepest.txt").write_text(STORY, encoding="utf-8")
    with (folder / "sparse.txt").open("wb") as hole:
        hole.truncate(5_000 * MB)
    made += ["infolder", "deepest", "sparse"]
    if hasattr(os, "geteuid") and os.geteuid():  # nothing is denied to root
        (folder / "denied.txt").write_text(STORY, encoding="utf-8")
        (folder / "denied.txt").chmod(0)
        (folder / "deniedfolder").mkdir(mode=0)
        made += ["denied", "deniedfolder"]
    return made


def build(folder: Path, *, whole: bool) -> list[str]:
    """Write the collection; return a token for each file, which its row must have.

    Args:
        folder: An empty folder.
        whole: The large files at their full size, and all of them.
    """
    tokens = special(folder)
    families = (texts(whole=whole), gzips(whole), documents(whole), prints(whole), exports(whole), archives(whole), parquets(whole))
    for family in families:
        for number, (name, data) in enumerate(family):
            if whole or number % 8 == 0:
                (folder / name).write_bytes(data)
                tokens.append(name.split(".", 1)[0])
    return tokens
