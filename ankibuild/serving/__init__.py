"""Show the preview as a local page that follows every save."""
