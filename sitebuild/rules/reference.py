"""Every id that an entry names is the id of an entry."""

import difflib
from collections.abc import Iterable, Iterator

from sitebuild.content import Content, at
from sitebuild.entries import KINDS, references
from sitebuild.errors import Problem
from sitebuild.rules.rule import Rule

_AKIN = 0.4
"""Likeness from which an id with the same first word is offered; without it 0.6 is asked for."""


def check(content: Content) -> Iterator[Problem]:
    """Ids that no file of the named folder has."""
    kinds = {kind.folder: kind.name for kind in KINDS}
    ids: dict[str, set[str]] = {}
    for file in content.files:
        ids.setdefault(file.kind.folder, set()).add(file.id)
    for entry in content.entries.all():
        for path, folder, target in references(entry):
            known = ids.get(folder, set())
            if target not in known:
                similar = _similar(target, known)
                add = f"add it: make new kind={kinds[folder]} id={target}"
                remedy = f"did you mean {similar}? If not, {add}" if similar else add
                reason = f"content/{folder}/{target}.yaml does not exist"
                yield at(entry, path, reason, remedy, RULE.name)


def _similar(target: str, known: Iterable[str]) -> str:
    """The id most likely meant, or "". One of the same provider or topic, its first word, goes first."""
    first = target.partition("-")[0]
    kin = [each for each in known if each.partition("-")[0] == first]
    close = difflib.get_close_matches(target, kin, n=1, cutoff=_AKIN)
    close = close or difflib.get_close_matches(target, known, n=1)
    return close[0] if close else ""


RULE = Rule("reference", check)
