import random

from onrecord.train.augment import epoch_rows, invented_name, shout, swap_names
from onrecord.train.stance_data import locate

ROW = {
    "id": "x1",
    "prev": "… and the Data Act took effect.",
    "sentence": "Norvik said it would not leave Freedonia, but Selmar Ltd may comply.",
    "next": "Both firms are based in Freeport…",
    "entities": [["Norvik", "COMPANY"], ["Freedonia", "PLACE"], ["Selmar Ltd", "COMPANY"]],
    "claims": [
        {
            "actor": "it",
            "actor_name": "Norvik",
            "stance": "withdraw",
            "polarity": "negated",
            "stage": "announced",
            "target": "Freedonia",
        },
        {
            "actor": "Selmar Ltd",
            "actor_name": "Selmar",
            "stance": "comply",
            "polarity": "affirmed",
            "stage": "considering",
            "target": None,
            "unsure": 1,
        },
    ],
}


def test_swapping_names_keeps_every_span_findable():
    for seed in range(20):
        row = swap_names(ROW, random.Random(seed), ["Quintar"])
        assert "Norvik" not in row["sentence"]
        for text, _ in row["entities"]:
            assert locate(row["sentence"], text)
        for claim in row["claims"]:
            assert locate(row["sentence"], claim["actor"])
        assert [c["stance"] for c in row["claims"]] == ["withdraw", "comply"]


def test_shouting_keeps_every_span_findable():
    row = shout(ROW)
    assert row["sentence"].isupper()
    assert all(locate(row["sentence"], t) for t, _ in row["entities"])
    assert [c["target"] for c in row["claims"]] == ["FREEDONIA", None]


def test_an_epoch_keeps_every_row_and_the_given_ones_unchanged():
    rows = [dict(ROW, id=f"x{i}") for i in range(50)]
    out = list(epoch_rows(rows, random.Random(1)))
    assert [r["id"] for r in out] == [r["id"] for r in rows]
    assert len({r["sentence"] for r in out}) > 5
    assert all(r["sentence"] == ROW["sentence"] for r in rows)


def test_invented_names_differ():
    rng = random.Random(0)
    names = {invented_name(rng) for _ in range(200)}
    assert len(names) > 150
    assert all(n[0].isupper() for n in names)
