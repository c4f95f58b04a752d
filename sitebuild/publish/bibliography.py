"""Every document that the site rests on, once: what it is, how to cite it, and what uses it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from calculators.registry import CALCULATORS
from sitebuild.catalogue import TOKEN_PRICES_SOURCE
from sitebuild.entries import (
    Article,
    EmbeddingModel,
    Entries,
    Entry,
    HostedModel,
    Source,
    references,
)
from sitebuild.entry_pages import entry_name, entry_page, page_path
from sitebuild.measurements.rows import Row
from sitebuild.publish.bibtex import Document, bibtex

GROUPS: Mapping[str, str] = {
    "paper": "Papers",
    "book": "Books",
    "article": "Articles",
    "documentation": "Documentation",
    "price-list": "Price lists",
    "dataset": "Data sets",
    "measurement": "Measurements",
    "code": "Code",
    "software": "Software",
    "standard": "Standards",
}
"""Kinds of document in the order of the page, with the heading of each."""
MEASURED_PAGE = "validation.md"


_KEY_WORDS = 6
"""Words of a title that make a key, as long as no other title begins with them."""


@dataclass(frozen=True, order=True)
class Use:
    """One place that rests on a document."""

    kind: str
    """Kind of what uses it: a folder of content/, `pages` or `calculators`."""
    name: str
    """Its name as readers see it."""
    page: str | None
    """Page below docs/ that shows it, with its anchor."""


@dataclass
class Listed:
    """A document with what uses it."""

    source: Source
    uses: list[Use] = field(default_factory=list[Use])


@dataclass
class Measured:
    """A document that only measurements come from; content/measurements/ describes it."""

    key: str
    title: str
    authors: str
    year: int
    url: str
    path: str | None
    rows: int = 0


@dataclass(frozen=True)
class Bibliography:
    """All documents."""

    groups: list[tuple[str, list[Listed]]]
    """Heading and documents of each kind that there is, in alphabetical order."""
    measured: list[Measured]
    articles: list[Article]
    """Articles whose claims are judged; no number rests on them."""

    def bibtex(self) -> str:
        """The text of bibliography.bib, by key."""
        documents = [_of_source(each.source) for _, listed in self.groups for each in listed]
        documents += [_of_measured(each) for each in self.measured]
        documents += [_of_article(each) for each in self.articles]
        return bibtex(sorted(documents, key=lambda each: each.key))


def bibliography(root: Path, entries: Entries, rows: Iterable[Row]) -> Bibliography:
    """Every source of content/ and every document that a measurement names."""
    listed = {name: Listed(source) for name, source in entries.sources.items()}
    for name, use in [*_uses_in_entries(root / "docs", entries), *_uses_in_texts(root, listed)]:
        listed[name].uses.append(use)
    measured = _measured(rows, listed)
    for each in listed.values():
        each.uses = sorted(set(each.uses), key=_place)
    return Bibliography(
        groups=_grouped(listed.values()),
        measured=measured,
        articles=sorted(entries.articles.values(), key=lambda each: each.title.casefold()),
    )


def _place(use: Use) -> tuple[str, str, str]:
    """By kind and name; the page tells places of one name apart, so that each build gives one order."""
    return use.kind, use.name.casefold(), use.page or ""


def _uses_in_entries(docs: Path, entries: Entries) -> Iterable[tuple[str, Use]]:
    for entry in entries.all():
        use = Use(entry.folder, entry_name(entry), entry_page(docs, entry))
        for name in _sources_of(entry):
            yield name, use


def _sources_of(entry: Entry) -> set[str]:
    found = {target for _, folder, target in references(entry) if folder == "sources"}
    if isinstance(entry, HostedModel | EmbeddingModel) and entry.genai_prices:
        found.add(TOKEN_PRICES_SOURCE)
    return found


def _uses_in_texts(root: Path, known: Iterable[str]) -> Iterable[tuple[str, Use]]:
    """Pages and calculators that name a source's id in quotes."""
    ids = set(known)
    for path in sorted((root / "docs").rglob("*.md")):
        page = path.relative_to(root / "docs").as_posix()
        hidden = any(part.startswith("_") for part in page.split("/"))
        if not hidden and path.name != "each.md":
            text = path.read_text(encoding="utf-8")
            title = re.search(r"^title: *(.+)$", text, re.MULTILINE)
            for name in _quoted(text) & ids:
                yield name, Use("pages", title[1].strip("\"'") if title else page, page)
    for calculator in CALCULATORS.values():
        package = calculator.inputs.__module__.split(".")[1]  # an id may have a hyphen
        folder = root / "calculators" / package
        about = root / "docs/calculators/_about" / f"{calculator.id}.md"
        page = page_path("calculators", calculator.id)
        for path in [*sorted(folder.rglob("*.py")), *([about] if about.is_file() else [])]:
            for name in _quoted(path.read_text(encoding="utf-8")) & ids:
                yield name, Use("calculators", calculator.title, page)


def _quoted(text: str) -> set[str]:
    return set(re.findall(r"""["']([a-z0-9][a-z0-9.-]*)["']""", text))


def _measured(rows: Iterable[Row], listed: Mapping[str, Listed]) -> list[Measured]:
    """Documents of measurements; one that content/sources/ lists too counts there."""
    by_url = {_plain(each.source.url): each for each in listed.values()}
    found: dict[tuple[str, str], Measured] = {}
    for row in rows:
        source = row.source
        if known := by_url.get(_plain(source["url"])):
            known.uses.append(Use("measurements", "Measurements", MEASURED_PAGE))
            continue
        document = found.setdefault(
            (source["title"], source["url"]),
            Measured(
                key=_key(source["title"], _KEY_WORDS),
                title=source["title"],
                authors=source["authors"],
                year=source["year"],
                url=source["url"],
                path=source.get("path"),
            ),
        )
        document.rows += 1
    often = Counter(each.key for each in found.values())
    for each in found.values():
        if often[each.key] > 1:  # they begin with the same words
            each.key = _key(each.title, None)
    return sorted(found.values(), key=lambda each: each.title.casefold())


def _key(title: str, words: int | None) -> str:
    return "measured-" + "-".join(re.findall(r"[a-z0-9]+", title.lower())[:words])


def _plain(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _grouped(listed: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    order = list(GROUPS)
    ordered = sorted(
        listed,
        key=lambda each: (order.index(each.source.document), each.source.title.casefold()),
    )
    return [
        (GROUPS[kind], list(group))
        for kind, group in groupby(ordered, key=lambda each: each.source.document)
    ]


def _of_source(source: Source) -> Document:
    return Document(
        key=source.id,
        title=source.title,
        authors=tuple(source.authors),
        publisher=source.publisher,
        published=source.published,
        version=source.version,
        url=source.url,
        read=source.checked,
        is_book=source.document == "book",
    )


def _of_article(article: Article) -> Document:
    return Document(
        key=article.id,
        title=article.title,
        authors=(),
        publisher=article.publisher,
        published=article.published,
        version=None,
        url=article.url,
        read=article.checked,
    )


def _of_measured(measured: Measured) -> Document:
    return Document(
        key=measured.key,
        title=measured.title,
        authors=(),
        publisher=measured.authors,
        published=measured.year,
        version=None,
        url=measured.url,
        read=None,
    )
