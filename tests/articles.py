"""News pages, feeds and sitemaps in our own words, for tests of capture."""

from __future__ import annotations

FIRST = "The Legion said there was a gunfight in Tyotkino. It gave no details of its losses on Tuesday morning."
SECOND = "The Governor denied there was a gunfight in Tyotkino. He spoke to reporters in the afternoon."


def article(title: str, *paragraphs: str, url: str = "", published: str = "2024-03-12T08:00:00Z") -> str:
    """A page as a small newspaper has it."""
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:site_name" content="The Gazette">'
        f'<meta property="article:published_time" content="{published}">{canonical}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def rss(*items: tuple[str, str]) -> str:
    """An RSS feed of (address, RFC 822 date)."""
    listed = "".join(f"<item><title>T</title><link>{url}</link><pubDate>{date}</pubDate></item>" for url, date in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title><link>/</link>{listed}</channel></rss>'


def sitemap(*items: tuple[str, str]) -> str:
    """A sitemap of news of (address, ISO date)."""
    listed = "".join(
        f"<url><loc>{url}</loc><news:news><news:publication_date>{date}</news:publication_date>"
        f"<news:title>T</news:title></news:news></url>"
        for url, date in items
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{listed}</urlset>'


def index(*urls: str) -> str:
    """An index of sitemaps."""
    listed = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'
