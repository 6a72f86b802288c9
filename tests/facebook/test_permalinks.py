import pytest

from nhipcau.facebook.permalinks import Kind, judge

OWN = ("100000000000001", "congdoan.hoasua")


@pytest.mark.parametrize(
    "typed, url",
    [
        (
            "https://www.facebook.com/congdoanhoasua/posts/pfbid0abcDEF",
            "https://www.facebook.com/congdoanhoasua/posts/pfbid0abcDEF",
        ),
        (
            "m.facebook.com/CongDoan.HoaSua/posts/123456/?mibextid=x",
            "https://www.facebook.com/CongDoan.HoaSua/posts/123456",
        ),
        (
            "https://www.facebook.com/permalink.php?story_fbid=123&id=100000000000001",
            "https://www.facebook.com/permalink.php?story_fbid=123&id=100000000000001",
        ),
        (
            "https://vi-vn.facebook.com/story.php?story_fbid=pfbid02x&id=100000000000001&_rdr",
            "https://www.facebook.com/permalink.php?story_fbid=pfbid02x&id=100000000000001",
        ),
        (
            "\u200bhttps://www.facebook.com/100000000000001/videos/99887\u00a0",
            "https://www.facebook.com/100000000000001/videos/99887",
        ),
        ("https://www.facebook.com/100000000000001_888", "https://www.facebook.com/100000000000001_888"),
    ],
)
def test_a_post_of_the_own_page_is_recognised(typed, url):
    found = judge(typed)

    assert found.belongs_to(*OWN)
    assert found.url == url


@pytest.mark.parametrize(
    "typed, kind",
    [
        ("https://www.facebook.com/share/p/1AbCdEfGh2/", Kind.SHORT_LINK),
        ("https://fb.watch/abCDef123/", Kind.SHORT_LINK),
        ("https://www.facebook.com/reel/1234567890123456", Kind.NO_OWNER),
        ("https://www.facebook.com/photo/?fbid=1234567890&set=a.98765", Kind.NO_OWNER),
        ("https://www.facebook.com/congdoanhoasua", Kind.NOT_A_POST),
        ("https://www.facebook.com/groups/congdoan/posts/12345", Kind.NOT_A_POST),
        ("https://facebook.com.dang-nhap.example/congdoanhoasua/posts/12345", Kind.NOT_FACEBOOK),
        ("https://faceboook.com/congdoanhoasua/posts/12345", Kind.NOT_FACEBOOK),
        ("javascript://www.facebook.com/congdoanhoasua/posts/12345", Kind.NOT_FACEBOOK),
        ("https://[::1/x", Kind.NOT_FACEBOOK),
        ("đã đăng rồi", Kind.NOT_FACEBOOK),
        ("", Kind.NOT_FACEBOOK),
    ],
)
def test_anything_else_says_what_it_is(typed, kind):
    assert judge(typed).kind is kind


def test_a_post_of_another_page_does_not_belong():
    assert not judge("https://www.facebook.com/kenhkhac/posts/12345").belongs_to(*OWN)
    assert not judge("https://www.facebook.com/kenhkhac/posts/12345").belongs_to("", "")


def test_the_stand_in_counts_as_facebook_where_the_settings_say_so():
    found = judge(
        "http://127.0.0.1:8099/www/100000000000001/posts/800000000000001", "http://127.0.0.1:8099/www"
    )

    assert found.belongs_to(*OWN)
