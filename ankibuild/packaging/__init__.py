"""From cards to the bytes that Anki imports: fields, media, note types, the collection, the zip."""
