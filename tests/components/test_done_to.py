"""What is done to somebody is no act of his."""

import pytest

from onrecord.components.done_to import is_done_to


def done_to(text, word):
    at = text.index(word)
    return is_done_to(text, (0, len(text)), (at, at + len(word)))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norvik had its accounts frozen by the tax office.", "frozen"),
        ("Norvik had its accounts frozen and its stalls sealed.", "sealed"),
        ("Selmar saw both of its mills shut by inspectors.", "shut"),
        ("Norvik sailed on after its permit had been withdrawn.", "withdrawn"),
        ("Norvik's licence to fish was suspended on Friday.", "suspended"),
        ("The regulator suspended the fishing licence of Norvik.", "suspended"),
        ("Oland's port agency has revoked Norvik's permit.", "revoked"),
        ("Denied a permit by the port, Norvik can't land in Oland.", "Denied"),
        ("“Barred from Oland, Norvik lost its market,” he said.", "Barred"),
        ("Norvik's permit was withdrawn.", "drawn"),
        ("Norvik was named in the fuel order.", "named"),
        ("The mills notified of the ban are few.", "notified"),
        ("Norvik makes most of the looms sold in Oland.", "sold"),
        ("Oland was quietly expelled from the pact.", "expelled"),
        ("Norvik fined 40 million by the state of", "fined"),
        ("Norvik has been sued by the state of Oland.", "sued"),
        ("Norvik has been shut out of every port.", "shut"),
    ],
)
def test_the_one_named_did_nothing(text, word):
    assert done_to(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norvik has frozen its accounts in Oland.", "frozen"),
        ("Norvik had suspended its ferries.", "suspended"),
        ("Sales in Oland were suspended by Norvik.", "suspended"),
        ("Norvik removed its ads from the site.", "removed"),
        ("Norvik sued the state of Oland.", "sued"),
        ("Norvik was fined 40 million for not obeying the order.", "fined"),
        ("Norvik has agreed to pay a fine.", "fine"),
        ("Its ferries to Oland were suspended, Norvik said.", "suspended"),
        ("Norvik had its lawyers check the order and suspended its ferries.", "suspended"),
        ("Oland suspended the issuance of visas.", "suspended"),
        ("The government suspended import licences for tea.", "suspended"),
        ("Norvik withdrew from the fishery agreement.", "withdrew"),
        ("Refused by none, Norvik paid.", "paid"),
        ("Norvik denied a permit to Selmar, and left.", "denied"),
        ("Norvik named a lawyer.", "named"),
        ("The mills, all named in the order, have obeyed.", "named"),
        ("Norvik sold in May.", "sold"),
        ("Its looms were sold in Oland.", "sold"),
        ("Norvik notified the port that it had obeyed.", "notified"),
        ("Denied as it was, the report held.", "Denied"),
    ],
)
def test_acts_of_ones_own(text, word):
    assert not done_to(text, word)


def test_a_table_without_a_stop_is_not_read_whole():
    text = "its accounts " + "x " * 50_000 + "were frozen"
    assert not done_to(text, "frozen")
