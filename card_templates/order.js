// Both sides: one order of the options, drawn on the front.
(() => {
  const page = (window.ankibuild = window.ankibuild || {});
  const card = document.querySelector(".ankibuild");
  const list = card.querySelector(".options");
  Object.assign(page, { card, list, key: null });
  if (!list) return;
  const items = (page.items = [...list.children]);

  // What an element says, but for spaces, width and a last full stop.
  page.said = (el) =>
    (el.textContent + [...el.querySelectorAll("img")].map((img) => img.src))
      .normalize("NFKC").replace(/\s|[。.]\s*$/g, "");
  const texts = (page.texts = items.map((li) => page.said(li.querySelector(".text") || li)));

  // FNV-1a, mixed by murmur3: its low bit is a mere parity.
  const hash = (text) => {
    let h = 0x811c9dc5;
    for (const c of text) h = Math.imul(h ^ c.codePointAt(), 0x1000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  };
  // Not every Anki tells a card's id: its options do.
  const id = hash([...texts].sort().join());
  let seed = hash(id + new Date().toDateString());
  const daily = () => (seed = hash("" + seed)) / 2 ** 32;

  // "All of the above" stays last.
  const last = (i) =>
    /^(上記|以上|これら|選択肢)の?(すべて|全て|全部|いずれ|どれ|両方)|^(いずれ|どれ)で?も|^(すべて|全て|全部|両方)(が|とも)?(正|該当|当ては|あては|$)|^(上記以外|その他$|(該当|正解)(な|は))|^(all|none|both|neither)of(theabove|these$)/i.test(texts[i]);
  const shuffle = (random) => {
    const order = items.map((_, i) => i);
    const free = order.filter((i) => !last(i));
    for (let n = free.length; n > 1; n--) {
      const i = Math.floor(random() * n);
      [free[i], free[n - 1]] = [free[n - 1], free[i]];
    }
    return [...free, ...order.filter(last)];
  };

  // Without storage: the order of the day.
  page.store = (state) => {
    try {
      if (state) sessionStorage.ankibuild = JSON.stringify(state);
      return JSON.parse(sessionStorage.ankibuild);
    } catch (e) {
      return null;
    }
  };
  if (!card.matches(".back")) page.state = page.store({ id, order: shuffle(Math.random), pick: [] });
  page.state = [page.store(), page.state, { id, order: shuffle(daily), pick: [] }].find((s) => s && s.id === id);
  list.append(...page.state.order.map((i) => items[i]));
  page.state.pick.forEach((i) => items[i].classList.add("picked"));
})();
