// One side of a card, in a frame without an origin that comes and goes with scrolling.
class Side {
  constructor(card, name, figure) {
    Object.assign(this, { card, name, figure, screen: $(".screen", figure), frame: null, ready: false });
  }
  get wanted() {
    return this.card.near && !this.figure.hidden && !this.card.el.hidden;
  }
  sync() {
    if (this.wanted && !this.frame) this.mount();
    else if (!this.card.near && this.frame) this.unmount();
  }
  mount() {
    this.frame = document.createElement("iframe");
    this.frame.setAttribute("sandbox", "allow-scripts");
    this.frame.title = this.name === "front" ? _("Front of card {number}", this.card) : _("Back of card {number}", this.card);
    this.frame.srcdoc = frameText;
    this.screen.append(this.frame);
    sides.add(this);
  }
  unmount() {
    this.frame.remove();
    Object.assign(this, { frame: null, ready: false });
    sides.delete(this);
  }
  send(message) {
    if (this.ready) this.frame.contentWindow.postMessage(message, "*");
  }
  look() {
    const { kind, ordinal } = this.card.data;
    return { css: data.css[kind], night: settings.theme === "dark", phone: settings.device === "phone", ordinal };
  }
  html() {
    return this.card.data[this.name].map((piece) => (typeof piece === "number" ? data.pieces[piece] : piece)).join("");
  }
  show() {
    this.send({ look: this.look(), kept: this.card.kept, html: inert(this.html()) });
  }
  heard(message) {
    if (message.ready) {
      this.ready = true;
      this.show();
    } else if (message.height) {
      this.frame.style.height = this.screen.style.minHeight = `${message.height}px`;
    } else if (message.kept && this.name === "front") {
      this.card.kept = message.kept;
      this.card.sides.back.show();
    } else if (message.key) {
      pressed(message.key, this.card);
    }
  }
}
const sides = new Set();
addEventListener("message", (event) => {
  for (const side of sides) if (side.frame.contentWindow === event.source) return side.heard(event.data);
});
