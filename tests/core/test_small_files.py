"""Files of the product on weak networks: compressed, and sent once."""


def test_a_compressed_file_that_is_here_already_is_not_sent_again(client):
    asked = {"accept-encoding": "gzip"}
    first = client.get("/static/stories/send.js", headers=asked)
    assert first.status_code == 200 and first.headers["Content-Encoding"] == "gzip"

    again = client.get("/static/stories/send.js", headers=asked | {"if-none-match": first.headers["ETag"]})

    assert again.status_code == 304
    other = client.get("/static/stories/send.js", headers=asked | {"if-none-match": 'W/"other"'})
    assert other.status_code == 200
