from collections.abc import Sequence
from os import PathLike
from typing import Any, Optional, Union

__version__: str

class Extractor:
    def __init__(
        self,
        *,
        only: Optional[Sequence[str]] = None,
        date: Optional[str] = None,
        offsets: bool = False,
        gazetteers: Optional[Sequence[Union[str, PathLike[str]]]] = None,
    ) -> None: ...
    def extract(self, text: str, *, id: str = "stdin", date: Optional[str] = None) -> dict[str, Any]: ...
    def extract_json(self, text: str, *, id: str = "stdin", date: Optional[str] = None) -> str: ...

def extract(text: str, *, id: str = "stdin", date: Optional[str] = None) -> dict[str, Any]: ...
