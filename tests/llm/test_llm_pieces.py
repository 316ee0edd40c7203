from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.llm.pieces import BEFORE, LEAD, MOST_CONTEXT, cut
from onrecord.types import Article


def cut_text(lengths, most):
    """Sentences of these lengths, a blank between them, cut."""
    text, spans = "", []
    for number, length in enumerate(lengths):
        spans.append((len(text), len(text) + length))
        text += chr(ord("a") + number % 26) * length + " "
    article = Article(id="a", text=text, title="T", date="2031-01-02")
    return text, spans, list(cut(article, text, spans, most=most))


@settings(deadline=None)
@given(st.lists(st.integers(1, 60), max_size=40), st.integers(10, 200))
def test_every_sentence_is_in_one_piece_and_no_piece_is_too_long(lengths, most):
    text, spans, pieces = cut_text(lengths, most)
    assert [span for piece in pieces for span in piece.spans] == spans
    for piece in pieces:
        assert spans[piece.first] == piece.spans[0]
        assert piece.texts == tuple(text[a:b] for a, b in piece.spans)
        assert len(piece.spans) == 1 or sum(map(len, piece.texts)) <= most


def test_a_short_article_is_one_piece_without_context():
    _, _, (piece,) = cut_text([10, 10], 100)
    assert (piece.first, piece.before, piece.title, piece.date) == (0, (), "T", "2031-01-02")


def test_pieces_share_the_length():
    _, _, pieces = cut_text([10] * 11, 100)
    assert [len(piece.spans) for piece in pieces] == [6, 5]


def test_context_is_the_beginning_and_what_comes_just_before():
    text, spans, pieces = cut_text([10] * 30, 100)
    last = pieces[-1]
    wanted = [*range(LEAD), *range(last.first - BEFORE, last.first)]
    assert last.before == tuple(text[slice(*spans[i])] for i in wanted)
    _, _, pieces = cut_text([40, 40, 40], 45)
    assert [len(piece.before) for piece in pieces] == [0, 1, 2]


def test_context_is_bounded():
    _, _, pieces = cut_text([3000, 10], 500)
    assert len(pieces[1].before[0]) == MOST_CONTEXT


def test_halves_are_the_whole():
    _, _, (piece,) = cut_text([10] * 5, 100)
    one, two = piece.halves()
    assert one.spans + two.spans == piece.spans
    assert one.texts + two.texts == piece.texts
    assert (one.first, two.first) == (0, 2)
    assert one.before == ()
    assert two.before == piece.texts[:2]
    far = two.halves()[1].halves()[1]
    assert far.before == piece.texts[:4]
