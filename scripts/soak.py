"""One long run of `svodka batch`: does memory, the number of open files or the rate drift?

    python scripts/soak.py target/release/svodka LOG MINUTES TEXTS.jsonl...

The texts (records with `text`) are written as JSON lines, plain and in .zst, as CSV in .gz, and as files in .zip and .tar; one process reads these
again and again. Each minute LOG gets a line: minutes, records so far, seconds of processor, resident megabytes, open files, records a second of
processor since the line before. Linux; `zstd` by its program, if that is there.
"""

import csv
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zipfile
from pathlib import Path

PROGRAM, LOG, MINUTES = sys.argv[1], sys.argv[2], float(sys.argv[3])


def inputs(folder):
    texts = [json.loads(line)["text"] for name in sys.argv[4:] for line in open(name, encoding="utf-8")]
    lines = folder / "texts.jsonl"
    lines.write_text("".join(json.dumps({"id": str(n), "text": t}, ensure_ascii=False) + "\n" for n, t in enumerate(texts)), encoding="utf-8")
    made = [lines]
    if shutil.which("zstd"):
        subprocess.run(["zstd", "-q", "-k", str(lines)], check=True)
        made.append(folder / "texts.jsonl.zst")
    with gzip.open(folder / "texts.csv.gz", "wt", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "text"])
        rows.writerows(enumerate(texts))
    with zipfile.ZipFile(folder / "texts.zip", "w", zipfile.ZIP_DEFLATED) as out:
        for n, text in enumerate(texts):
            out.writestr(f"{n:05}.txt", text)
    with tarfile.open(folder / "texts.tar", "w") as out:
        for n, text in enumerate(texts):
            data = text.encode()
            entry = tarfile.TarInfo(f"{n:05}.txt")
            entry.size = len(data)
            out.addfile(entry, io.BytesIO(data))
    return made + [folder / "texts.csv.gz", folder / "texts.zip", folder / "texts.tar"]


def processor(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main():
    folder = Path(tempfile.mkdtemp(prefix="svodka-soak-"))
    names = [str(path) for path in inputs(folder)]
    errors = open(folder / "errors", "wb")
    child = subprocess.Popen([PROGRAM, "batch", "-j", "1", *(names * 3000)], stdout=subprocess.PIPE, stderr=errors)
    seen = [0]

    def count():
        while block := child.stdout.read1(1 << 20):
            seen[0] += block.count(b"\n")

    threading.Thread(target=count, daemon=True).start()
    began, before = time.time(), (0, 0.0)
    with open(LOG, "w", buffering=1) as log:
        log.write("minutes records processor_seconds resident_mb open_files records_per_processor_second\n")
        while time.time() - began < MINUTES * 60 and child.poll() is None:
            time.sleep(60)
            records, seconds, files = seen[0], processor(child.pid), len(os.listdir(f"/proc/{child.pid}/fd"))
            rate = (records - before[0]) / max(seconds - before[1], 0.01)
            log.write(f"{(time.time() - began) / 60:.0f} {records} {seconds:.1f} {resident(child.pid):.1f} {files} {rate:.1f}\n")
            before = (records, seconds)
    child.terminate()
    child.wait()
    errors.close()
    print((folder / "errors").read_text()[-500:])
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
