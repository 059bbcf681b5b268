"""followthemoney validates `--format ftm`: every entity has a schema, no value is refused, and what entities refer to is there.

    python tests/consumers/ftm.py target/release/svodka FILE...
"""

import json
import subprocess
import sys

from followthemoney import model

svodka, *files = sys.argv[1:]
passed = 0
for file in files:
    lines = subprocess.run([svodka, "--format", "ftm", file], capture_output=True, check=True, text=True).stdout.splitlines()
    proxies = {}
    for line in lines:
        data = json.loads(line)
        # `cleaned=False` makes followthemoney check each value, and drop what it refuses.
        proxy = model.get_proxy(data, cleaned=False)
        for name, values in data["properties"].items():
            kept = proxy.get(name)
            assert len(kept) == len(set(values)), f"{file}: {data['id']}: {name}: {values} became {kept}"
            passed += 1
        proxy.schema.validate(data)
        proxies[proxy.id] = proxy
    for proxy in proxies.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert value in proxies, f"{file}: {proxy.id}: {prop.name}: {value} is nowhere"
                passed += 1
print(f"{passed} passed, 0 failed")
