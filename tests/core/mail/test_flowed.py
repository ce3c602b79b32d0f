"""format=flowed, RFC 3676."""

from postroom.mail.flowed import unflow


def test_soft_breaks_join_and_hard_ones_stay() -> None:
    assert unflow("one \ntwo\nthree", delsp=False) == "one two\nthree"


def test_delsp_takes_the_blank_away() -> None:
    assert unflow("东 \n京", delsp=True) == "东京"


def test_quotes_join_only_at_their_own_depth() -> None:
    assert unflow("> a \n> b\n>> c \n> d", delsp=False) == "> a b\n>> c \n> d"


def test_a_signature_is_never_joined() -> None:
    assert unflow("bye \n-- \nme", delsp=False) == "bye \n-- \nme"


def test_stuffing_is_taken_off() -> None:
    assert unflow(" > no quote\n From here", delsp=False) == "> no quote\nFrom here"


def test_a_last_line_that_flows_into_nothing_stays() -> None:
    assert unflow("end ", delsp=False) == "end "
