"""Time that grows with the length only: adversarial texts, each at its size and at a tenth of it.

    cargo build --release --locked
    python scripts/linear.py target/release/svodka [ARTICLES.jsonl [DIVISOR]]

Prints for each shape the processor time of both, their ratio (10 is linear; the time to start is taken off), and the peak memory of the larger.
The ratio is of seconds of processor, so that other work on the machine disturbs it little. ARTICLES.jsonl (records with `text`) makes the document of
50 MB; without it the fixtures do. DIVISOR makes everything so many times smaller.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = sys.argv[1]
ARTICLES = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf-8")] if len(sys.argv) > 2 else [
    path.read_text("utf-8") for path in sorted((Path(__file__).parents[1] / "fixtures" / "articles").glob("*.txt"))
]
MB = 1_000_000
DIVISOR = int(sys.argv[3]) if len(sys.argv) > 3 else 1


def filled(piece, size):
    data = piece if isinstance(piece, bytes) else piece.encode()
    data = (data * (size // len(data) + 1))[:size]
    return data if isinstance(piece, bytes) else data.decode(errors="ignore").encode()


# Name, piece that is repeated, bytes of the whole.
SHAPES = [
    ("a document of 50 MB", "\n\n".join(ARTICLES) + "\n\n", 50 * MB),
    ("a line of 50 MB without a space", "абвгд,Ежз.", 50 * MB),
    ("a million quotation marks", "«", 2 * MB),
    ("a million straight quotation marks", '"', MB),
    ("a million capitalized words", "Слово ", 11 * MB),
    ("a million names", "Иван Петров ", 22 * MB),
    ("quotation marks and brackets 100,000 deep", None, 100_000),
    ("a million initials", "А. ", 4 * MB),
    ("a million «из» and «и»", "из и ", 8 * MB),
    ("a sentence of 10 MB", "министр, сказал он, и Пётр из 12 школ 5 мая, ", 10 * MB),
    ("a word of 10 MB", "а", 10 * MB),
    ("a number of 1 MB", "7", MB),
    ("zero-width and bidirectional signs, 10 MB", "\u200b\u200d\u202e\u2066\u2069\u202c", 10 * MB),
    ("emoji, 10 MB", "👨‍👩‍👧", 10 * MB),
    ("combining marks, 10 MB", "\u0301", 10 * MB),
    ("NUL, 10 MB", "\0", 10 * MB),
    ("other scripts, 10 MB", "漢字かな العربية עברית ქართული ", 10 * MB),
    ("binary, 10 MB", bytes(range(256)), 10 * MB),
    ("angle brackets, 1 MB", "<b><i>", MB),
]


def content(piece, size):
    if piece is None:
        return ("«(" * (size // 2) + "Мост" + ")»" * (size // 2)).encode()
    return filled(piece, size)


def measured(data, folder):
    path = folder / "input.txt"
    path.write_bytes(data)
    child = subprocess.Popen([PROGRAM, "--format", "jsonl", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, message
    return usage.ru_utime, usage.ru_maxrss / 1024


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        start, _ = measured(b"", folder)
        worst = 0.0
        for name, piece, size in SHAPES:
            size //= DIVISOR
            small, _ = measured(content(piece, size // 10), folder)
            large, memory = measured(content(piece, size), folder)
            # Below some hundredths of a second there is nothing to compare.
            ratio = (large - start) / max(small - start, 0.02)
            worst = max(worst, ratio)
            print(f"{name}: {small:.2f} s, {large:.2f} s, ratio {ratio:.1f}, {memory:.0f} MB", flush=True)
        print(f"worst ratio {worst:.1f}")
    return worst


if __name__ == "__main__":
    sys.exit(0 if main() < 15 else 1)
