"""Say why a line of the notes became what it became: what was seen in the rows around it, and what was made of them.

Nothing here is asked by a build. The page is read once more, and what the reader weighed is written down.
"""
