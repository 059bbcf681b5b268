"""Named entities and facts from Russian news text.

>>> import svodka
>>> sheet = svodka.extract("Премьер-министр Сергей Петров прибыл в Ош.")
>>> sheet["people"][0]["name"]
'Сергей Петров'
"""

import json
from functools import lru_cache

from ._svodka import Extractor as _Extractor
from ._svodka import __version__

__all__ = ["Extractor", "extract", "__version__"]


class Extractor:
    """Makes fact sheets.

    only        parts to keep, such as ["people", "facts"]; all by default
    date        the day (YYYY-MM-DD) that «вчера» counts from in texts without one of their own
    offsets     also give byte and UTF-16 offsets
    gazetteers  your own gazetteers: files or folders

    One can be shared by all threads; the interpreter's lock is released while it reads. It can be pickled, as Spark does.
    """

    def __init__(self, *, only=None, date=None, offsets=False, gazetteers=None):
        self._options = dict(only=only, date=date, offsets=offsets, gazetteers=gazetteers)
        self._extractor = _Extractor(**self._options)

    def extract_json(self, text, *, id="stdin", date=None):
        """The fact sheet of a text as JSON, the same bytes that the program writes."""
        return self._extractor.extract_json(text, id=id, date=date)

    def extract(self, text, *, id="stdin", date=None):
        """The fact sheet of a text."""
        return json.loads(self.extract_json(text, id=id, date=date))

    def __reduce__(self):
        return _restored, (self._options,)


def _restored(options):
    return Extractor(**options)


@lru_cache(maxsize=None)
def _default():
    return Extractor()


def extract(text, *, id="stdin", date=None):
    """The fact sheet of a text, by the program's own gazetteers."""
    return _default().extract(text, id=id, date=date)
