// Inside the frame of one side of a card: show what the page sends, as Anki's desktop program does.
(() => {
  const box = document.getElementById("qa");
  const say = (message) => parent.postMessage(message, "*");

  // A frame without an origin has no storage; the page hands on what the front keeps for the back.
  const methods = { getItem(key) { return this[key] ?? null; }, setItem(key, value) { this[key] = value; }, removeItem(key) { delete this[key]; } };
  const kept = Object.create(methods);
  const storage = new Proxy(kept, {
    set(target, key, value) {
      target[key] = String(value);
      say({ kept: { ...target } });
      return true;
    },
  });
  for (const name of ["sessionStorage", "localStorage"]) {
    Object.defineProperty(window, name, { value: storage, configurable: true });
  }

  // innerHTML runs no scripts: each is put in anew.
  const show = (html) => {
    box.innerHTML = html;
    for (const old of box.querySelectorAll("script")) {
      const script = document.createElement("script");
      for (const { name, value } of old.attributes) script.setAttribute(name, value);
      script.textContent = old.textContent;
      old.replaceWith(script);
    }
  };

  const dress = ({ css, night, phone, ordinal }) => {
    const look = document.getElementById("look");
    if (css !== undefined && look.textContent !== css) look.textContent = css;
    document.documentElement.className = [phone && "mobile", night && "nightMode night_mode"].filter(Boolean).join(" ");
    document.body.className = `card card${ordinal + 1}${phone ? " mobile" : ""}${night ? " nightMode night_mode" : ""}`;
  };

  addEventListener("message", ({ data, source }) => {
    if (source !== parent) return;
    if (data.kept) Object.assign(kept, data.kept);
    if (data.look) dress(data.look);
    if (data.html !== undefined) show(data.html);
    if (data.look || data.html !== undefined) measure();
    if (data.key) document.dispatchEvent(new KeyboardEvent("keydown", { key: data.key, bubbles: true }));
  });

  // Keys that move through the page work from inside a card too.
  addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");
    if (event.isTrusted && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) say({ key: event.key });
  });
  // Links leave the preview alone.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault();
  });

  // Browsers do not lay out frames that are out of sight: measured when shown, not only when it changes.
  const measure = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height) say({ height });
  };
  new ResizeObserver(measure).observe(document.documentElement);
  addEventListener("load", measure, true);
  say({ ready: true });
})();
