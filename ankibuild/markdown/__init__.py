"""From a file to a tree of sections: reading, the Markdown dialect, cleaning, the outline."""
