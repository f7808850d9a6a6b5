// Backs with a list of options: tell which ones are right, as far as the answer's texts are options.
(() => {
  const { card, list, items, texts, said } = window.ankibuild;
  if (!list) return;
  const { right, wrong, pick } = card.dataset;
  const answer = card.querySelector(".answer .body");
  const parts = texts.includes(said(answer)) ? [answer] : [...answer.querySelectorAll("li, p")];
  const found = parts.map((part) => texts.indexOf(said(part)));
  const known = found.length > 0 && !found.includes(-1);
  items.forEach((li, i) => {
    const is = found.includes(i);
    const verdict = known ? (is ? `<b>○</b> ${right} ` : `<b>×</b> ${wrong} `) : "";
    if (known) li.classList.add(is ? "right" : "wrong");
    li.innerHTML = `<p class="verdict">${verdict}<span class="pick">${pick}</span></p><div class="text">${li.innerHTML}</div>`;
  });
  if (known) card.classList.add("checked");
})();
