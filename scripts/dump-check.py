"""What must hold of long runs: flat memory, kills at any moment, damage. Needs Linux and Python, nothing else.

    cargo build --release --locked
    python scripts/dump-check.py target/release/svodka TEXTS.jsonl [MEGABYTES] [KILLS]

TEXTS.jsonl has records with `text`; they are repeated under new ids until the dump has so many megabytes (200). One in a hundred is damaged.
Then: seconds, megabytes a second and peak memory with -j 1 and -j 2, the same bytes; and so many runs (50) killed at random moments and
resumed, held against a run that was never interrupted.
"""

import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM, TEXTS = sys.argv[1], sys.argv[2]
MEGABYTES = int(sys.argv[3]) if len(sys.argv) > 3 else 200
KILLS = int(sys.argv[4]) if len(sys.argv) > 4 else 50


def make(path):
    texts = [json.loads(line)["text"] for line in open(TEXTS, encoding="utf-8")]
    n = bad = size = 0
    with open(path, "wb") as out:
        while size < MEGABYTES * 1_000_000:
            line = json.dumps({"id": f"r{n}", "text": texts[n % len(texts)]}, ensure_ascii=False).encode()
            if n % 100 == 57:
                line, bad = line[: len(line) // 2], bad + 1
                line = line.decode(errors="ignore").encode()
            out.write(line + b"\n")
            size += len(line) + 1
            n += 1
    return n, bad


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def measured(args):
    """Seconds and peak megabytes of a run."""
    started = time.time()
    child = subprocess.Popen([PROGRAM, "batch", *args], stderr=subprocess.PIPE)
    message = child.stderr.read().decode().strip()
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), message
    return time.time() - started, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, message


def main():
    folder = Path(tempfile.mkdtemp(prefix="svodka-dump-"))
    dump = folder / "dump.jsonl"
    records, bad = make(dump)
    print(f"{records} records, {bad} of them damaged, {dump.stat().st_size / 1e6:.0f} MB")
    whole = {}
    for jobs in ("1", "2"):
        out, errors = folder / f"j{jobs}.jsonl", folder / f"j{jobs}.errors"
        seconds, memory, cpu, message = measured([str(dump), "-j", jobs, "-o", str(out), "--errors", str(errors)])
        print(f"-j {jobs}: {seconds:.1f} s, {dump.stat().st_size / 1e6 / seconds:.2f} MB/s, {cpu:.1f} s of processor, {memory:.0f} MB of memory; {out.stat().st_size / 1e6:.0f} MB of sheets")
        assert f"{records} records: {records - bad} sheets, {bad} failed" in message, message
        assert sum(1 for _ in open(errors)) == bad
        whole[jobs] = (digest(out), digest(errors), seconds)
    assert whole["1"][:2] == whole["2"][:2], "another number of threads, other bytes"
    out, errors = folder / "killed.jsonl", folder / "killed.errors"
    kills, moments = 0, random.Random(8)
    while kills < KILLS:
        child = subprocess.Popen([PROGRAM, "batch", str(dump), "-j", "2", "-o", str(out), "--errors", str(errors), "--resume"], stderr=subprocess.DEVNULL)
        try:
            child.wait(moments.uniform(0.05, 2.5 * whole["2"][2] / max(KILLS, 1)))
            assert child.returncode in (0, 1)
            assert (digest(out), digest(errors)) == whole["2"][:2], f"after {kills} kills: other bytes"
            print(f"after {kills} kills: the same bytes; once more")
            out.unlink()
            errors.unlink()
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            kills += 1
    measured([str(dump), "-j", "2", "-o", str(out), "--errors", str(errors), "--resume"])
    assert (digest(out), digest(errors)) == whole["2"][:2], "other bytes"
    print(f"{kills} kills: the same bytes")


if __name__ == "__main__":
    main()
