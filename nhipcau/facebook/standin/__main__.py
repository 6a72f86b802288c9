"""`python -m nhipcau.facebook.standin --port 8099`"""

from __future__ import annotations

import argparse

from nhipcau.facebook.standin.server import StandIn


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description="Plays Facebook's server on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8099)
    port = parser.parse_args().port
    standin = StandIn(port)
    print(f"{standin.base}/www/congdoanhoasua", flush=True)
    try:
        standin.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
