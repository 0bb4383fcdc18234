"""How the tests of pages read them."""

import re
from html import unescape


def text_of(response) -> str:
    """What a reader sees of the page's own part, with ordinary spaces."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    shown = re.sub(r"<(svg|script|style).*?</\1>", " ", main, flags=re.S)
    words = unescape(re.sub(r"<[^>]+>", " ", shown)).replace("\u00a0", " ")
    return re.sub(r"\s+([,.:;])", r"\1", re.sub(r"\s+", " ", words))
