/* Adds up each split while figures are typed and says what does not meet the total. The server checks again. */
"use strict";

const form = document.querySelector("[data-entry]");
const spaces = /\s/g;

/** A field's number; null while it is empty, NaN when it is no count. */
function count(input) {
  const written = input.value.replace(spaces, "");
  if (written === "") return null;
  return /^[0-9]{1,6}$/.test(written) ? Number(written) : NaN;
}

function swedish(value) {
  return value.toLocaleString("sv-SE");
}

/** The sum of a split, whether every field is filled in, and whether all are counts. */
function added(split) {
  const counts = [...split.querySelectorAll("input")].map(count);
  return {
    sum: counts.reduce((sum, value) => sum + (value ?? 0), 0),
    begun: counts.some((value) => value !== null),
    whole: counts.every((value) => value !== null),
  };
}

/** What does not meet, as a sentence; empty when nothing is wrong yet. */
function fault({ sum, begun, whole }, total) {
  if (Number.isNaN(sum) || Number.isNaN(total)) return "Skriv heltal från 0 till 999 999.";
  if (total === null || !begun) return "";
  if (sum > total) return `${swedish(sum - total)} mer än totalt.`;
  return whole && sum < total ? `${swedish(total - sum)} saknas till totalt.` : "";
}

function tell() {
  const total = count(form.querySelector("[name=totalt]"));
  for (const split of form.querySelectorAll("[data-split]")) {
    const found = added(split);
    // A field that the server has refused already says what is wrong with it.
    const said = split.querySelector("[aria-invalid=true]") ? "" : fault(found, total);
    split.querySelector("[data-sum]").textContent = found.begun && !Number.isNaN(found.sum) ? swedish(found.sum) : "–";
    const place = split.querySelector("[data-said]");
    place.textContent = said;
    place.hidden = said === "";
  }
}

form.addEventListener("input", tell);
tell();
