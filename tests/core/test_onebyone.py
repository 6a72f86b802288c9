"""One press after the other: the same waits, another never does."""

import threading

from nhipcau.core import onebyone
from nhipcau.core.onebyone import one_by_one

SO_MANY = 10_000


def test_an_act_that_holds_many_never_waits_for_itself():
    done = []

    def press():
        with onebyone._alone("who /campaigns/sheets/1/confirm/"):
            for n in range(SO_MANY):
                with onebyone._alone(f"confirm {n}"):
                    done.append(n)

    thread = threading.Thread(target=press, daemon=True)
    thread.start()
    thread.join(20)
    assert len(done) == SO_MANY


def test_the_same_press_waits_and_nothing_is_left_behind(db):
    order, inside = [], threading.Event()

    def second():
        inside.set()
        with onebyone._alone("press"):
            order.append("second")

    thread = threading.Thread(target=second, daemon=True)
    with one_by_one("press"):
        thread.start()
        inside.wait(20)
        thread.join(0.2)
        order.append("first")
    thread.join(20)
    assert order == ["first", "second"]
    assert onebyone._HELD == {}
