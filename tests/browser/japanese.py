"""Where the lines of Japanese text end."""

LINES = """
() => [...document.querySelectorAll(".question p, .text")].map((block) => {
  const lines = [];
  let top = null;
  const walk = document.createTreeWalker(block);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.nodeName === "WBR" && lines.length) lines[lines.length - 1] += "|";
    for (let i = 0; node.nodeType === 3 && i < node.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      if (top === null || box.top > top + 10) lines.push("");
      if (box.width) top = box.top;
      lines[lines.length - 1] += node.data[i];
    }
  }
  return lines;
})
"""
"""A script for the page: the lines that a reader sees of each stem and option, with | where a phrase ends."""


def ends_a_phrase(line: str) -> bool:
    """Tell whether a line ends where a phrase, a clause or a Latin word ends."""
    return line.rstrip("\n").endswith(("|", "、", "。", "」", " "))
