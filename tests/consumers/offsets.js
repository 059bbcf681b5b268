// Offsets in UTF-16, code points and bytes, as JavaScript counts them: its strings are UTF-16.
//
//     node tests/consumers/offsets.js target/release/svodka [FILE]
//
// Prints 'N passed, 0 failed' or stops at the first that is wrong.

const { execFileSync } = require("node:child_process");
const { readFileSync } = require("node:fs");
const path = require("node:path");

const [svodka, file = path.join(__dirname, "../../fixtures/encodings/offsets.txt")] = process.argv.slice(2);
// The decoder takes the byte order mark away, as svodka does.
const text = new TextDecoder("utf-8").decode(readFileSync(file));
const points = Array.from(text);
const bytes = Buffer.from(text, "utf8");
const sheet = JSON.parse(execFileSync(svodka, ["--offsets", file], { encoding: "utf8", maxBuffer: 1 << 28 }));

const parts = ["people", "offices", "countries", "places", "organizations", "figures", "dates"];
const stretches = parts.flatMap((part) => sheet[part].flatMap((entity) => entity.mentions));
for (const fact of sheet.facts) {
  stretches.push(fact.evidence, ...(fact.quote ? [fact.quote] : []), ...(fact.segments ?? []));
}

let passed = 0;
for (const s of stretches) {
  const found = {
    "UTF-16": text.slice(s.utf16.start, s.utf16.end),
    "code points": points.slice(s.start, s.end).join(""),
    bytes: bytes.subarray(s.bytes.start, s.bytes.end).toString("utf8"),
  };
  for (const [unit, words] of Object.entries(found)) {
    if (words !== s.text) {
      console.error(`${file}: ${unit}: «${words}» is not «${s.text}»: ${JSON.stringify(s)}`);
      process.exit(1);
    }
    passed += 1;
  }
}
if (passed < 3) {
  console.error(`${file}: nothing was found`);
  process.exit(1);
}
console.log(`${passed} passed, 0 failed`);
