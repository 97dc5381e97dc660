"""The child that draws: HTML in, PDF out, length before content, until its input ends.

Run alone, without Django. It may use 20 seconds of processor per document (the parent ends it by the clock), a bounded
amount of memory, no network and no file: the only addresses it accepts are `data:`.
"""

import os
import resource
import struct
import sys

MEMORY = 1536 * 1024 * 1024
LENGTH = struct.Struct(">I")


def main() -> None:
    """Draw documents until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class NothingFetched(URLFetcher):
        """Refuses every address but data: ones."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if not url.lower().startswith("data:"):
                raise ValueError(f"Nothing is fetched: {url[:100]}")
            return super().fetch(url, headers)

    fetcher = NothingFetched(allowed_protocols=("data",), allow_redirects=False)
    read, write = sys.stdin.buffer, sys.stdout.buffer
    while len(size := read.read(LENGTH.size)) == LENGTH.size:
        page = read.read(LENGTH.unpack(size)[0]).decode()
        try:
            fine, answer = b"\x01", HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/a-3b")
        except Exception as error:
            fine, answer = b"\x00", f"{type(error).__name__}: {error}".encode()
        write.write(fine + LENGTH.pack(len(answer)) + answer)
        write.flush()
    # An ordinary end may crash in what the drawing libraries leave behind, and there is nothing left to do.
    os._exit(0)


main()
