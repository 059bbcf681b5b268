"use strict";
const box = document.querySelector("input[type=search]");
const entries = [...document.querySelectorAll(".index li")].map(e => [e, e.textContent.toLowerCase().replaceAll("ё", "е")]);
function find() {
  const words = box.value.toLowerCase().replaceAll("ё", "е").split(/\s+/).filter(Boolean);
  for (const [entry, text] of entries) entry.hidden = !words.every(w => text.includes(w));
  for (const part of document.querySelectorAll(".index section")) part.hidden = !part.querySelector("li:not([hidden])");
}
box.hidden = false;
box.addEventListener("input", find);
find();
