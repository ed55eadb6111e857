"""Which of a page's links to us is which backlink."""

from __future__ import annotations

from dataclasses import replace

from finder.backlinks import State, Why, pair
from tests.backlinks.made import FOUND, OTHER, OURS, absent, footer, known, live, own, paired

THIRD = "https://acme.example/third"
A, B = known(id=1, target_url=OURS), known(id=2, target_url=OTHER)


def test_each_backlink_is_the_link_to_its_own_page_and_the_rest_is_new() -> None:
    assert paired([A, B], own(OTHER), own(THIRD), own()) == ({1: OURS, 2: OTHER}, [THIRD])


def test_two_forms_of_one_address_are_the_same_link_and_nothing_new() -> None:
    plain = known(id=3, target_url="http://www.acme.example/guide/")
    assert paired([A, plain], own()) == ({1: OURS, 3: OURS}, [])


def test_a_link_that_is_another_backlink_stands_in_nobodys_place() -> None:
    assert paired([live(id=1), B], own(OTHER)) == ({2: OTHER}, [])


def test_a_link_of_which_nobody_knows_is_new_where_it_stands_in_no_place() -> None:
    one = live(id=1)
    assert paired([one], own(OTHER, "Else"), own(THIRD, "More")) == ({}, [OTHER, THIRD])
    assert paired([one], own(OTHER, "Else"), own(THIRD, "our  GUIDE")) == ({1: THIRD}, [OTHER])
    assert paired([one], own(OTHER, "Else")) == ({1: OTHER}, [])
    assert paired([one], footer(OTHER, "Else")) == ({}, [OTHER])


def test_two_lost_links_do_not_both_become_the_one_that_is_left() -> None:
    assert paired([live(id=1), live(id=2, target_url=OTHER)], own(THIRD)) == ({1: THIRD}, [])


def test_a_link_that_took_the_place_once_stays_there_with_other_words() -> None:
    one = live(id=1, found=replace(FOUND, url=OTHER))
    assert paired([one], own(OTHER, "Words"), own(THIRD, "More")) == ({1: OTHER}, [THIRD])


def test_without_words_no_link_has_the_same_words() -> None:
    one = live(id=1, found=replace(FOUND, anchor=""))
    assert paired([one], own(OTHER, ""), own(THIRD, ""))[0] == {}


def test_of_several_links_to_one_page_it_is_the_one_that_did_not_change() -> None:
    links = (own(anchor="Start"), own(rel="nofollow"), own())
    assert pair([live(id=1)], absent(Why.NONE, *links)).links[1] == own()
    assert pair([A], absent(Why.NONE, footer(), own(rel="ugc"), own(anchor=""))).links[1] == own(anchor="")


def test_a_backlink_to_some_page_of_ours_has_the_best_link_and_takes_none_from_others() -> None:
    somewhere = known(id=9, target_url="", state=State.UNSEEN)
    assert paired([somewhere, A], footer(OTHER), own()) == ({9: OURS, 1: OURS}, [OTHER])
    assert paired([somewhere], own()) == ({9: OURS}, [OURS])


def test_a_page_that_is_gone_has_no_link_and_a_moved_one_nothing_new() -> None:
    assert not pair([A], absent(Why.PAGE_GONE, own())).links
    moved = pair([A], absent(Why.PAGE_MOVED, own(), own(OTHER)))
    assert (moved.links[1].url, moved.new) == (OURS, ())


def test_a_page_with_thousands_of_links_to_us_makes_no_thousands_of_backlinks() -> None:
    links = [own(f"https://acme.example/{number}", str(number)) for number in range(5000)]
    assert len(paired([A], *links)[1]) == 100
