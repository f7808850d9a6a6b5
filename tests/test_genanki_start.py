"""genanki is loaded without what ours never uses; who uses it beside us finds all of it."""

import subprocess
import sys

SAID = """
import sys
from ankibuild.packaging.library import genanki
assert not {"yaml", "chevron", "cached_property"} & set(sys.modules), "loaded for nothing"
model = genanki.Model(1, "x", fields="- name: A", templates=[{"name": "c", "qfmt": "{{A}}", "afmt": "x"}])
assert model.fields == [{"name": "A"}], model.fields
assert model._req == [[0, "all", [0]]], model._req
"""


def test_genanki_finds_what_it_did_not_load_at_first() -> None:
    subprocess.run([sys.executable, "-c", SAID], check=True, timeout=60)
