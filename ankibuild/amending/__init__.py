"""Build anew only what a few edited pages change, to the very bytes that a build of all pages would give.

`known` holds what an edited page could have in common with all others, as the last build left it. Where such a
thing changes, or may change, or is not understood, all pages are built: what is refused here costs time only.
"""
