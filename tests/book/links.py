"""Sees that every link of the built book leads to a file and a place in it. What leads out into the world is counted, never fetched."""

import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links of a page, what it loads, and the places in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "id" and value:
                self.places.add(value)
            elif name == "href" and value and tag == "a":
                self.links.append(value)
            elif name in ("src", "href") and value:
                self.loaded.append(value)


def main(book: Path) -> int:
    # The page for printing has all the others in it, and its own copies of their anchors.
    pages = {path.resolve(): Page(path) for path in book.rglob("*.html") if path.name not in ("print.html", "404.html", "toc.html")}
    external, inside, dead = Counter(), 0, []
    for path, page in pages.items():
        for link in page.links + page.loaded:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if link in page.loaded:
                    dead.append(f"{path.name}: {link} is fetched from elsewhere")
                external[parts.netloc] += 1
                continue
            inside += 1
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                dead.append(f"{path.name}: {link}: there is no such file")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
                dead.append(f"{path.name}: {link}: there is no such place in it")
    for host, count in external.most_common():
        print(f"not fetched: {count:5} links to {host}")
    print(f"book: {len(pages)} pages, {inside} links inside, {len(dead)} dead")
    print("\n".join(dead), file=sys.stderr)
    return 1 if dead or inside < 1000 else 0


sys.exit(main(Path(sys.argv[1])))
