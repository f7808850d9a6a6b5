// The lines that a reader sees of each block of text in the page: [name, lines]; | where a phrase ends.
(selector) =>
  [...document.querySelectorAll(selector)]
    .filter((block) => block.getClientRects().length && !block.querySelector("p, li, ul, ol, table, pre, div"))
    .map((block) => {
      const lines = [];
      let top = null;
      const walk = document.createTreeWalker(block);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (node.nodeName === "WBR" && lines.length) lines[lines.length - 1] += "|";
        if (node.nodeName === "BR") top = null;
        for (let i = 0; node.nodeType === 3 && i < node.length; i++) {
          const range = document.createRange();
          range.setStart(node, i);
          range.setEnd(node, i + 1);
          const box = range.getBoundingClientRect();
          if (!box.width) {
            if (lines.length && /\s/.test(node.data[i])) lines[lines.length - 1] += " ";
            continue;
          }
          if (top === null) lines.push("\n");
          else if (box.top > top + 10) lines.push("");
          top = box.top;
          lines[lines.length - 1] += node.data[i];
        }
      }
      return [`${block.tagName}.${block.className}`, lines];
    })
