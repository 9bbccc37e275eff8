const search = document.getElementById("search");
const field = document.getElementById("words");
const shown = document.getElementById("shown");
const cards = [...document.querySelectorAll(".cards > li")];
function filter() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const card of cards) {
    const text = card.textContent.toLowerCase();
    card.hidden = !words.every((word) => text.includes(word));
  }
  const left = cards.filter((card) => !card.hidden).length;
  shown.textContent = words.length ? `Showing ${left} of ${cards.length} applications` : "";
}
search.hidden = false;
field.addEventListener("input", filter);
addEventListener("pageshow", filter);
