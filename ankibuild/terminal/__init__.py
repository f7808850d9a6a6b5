"""What a person sees in a terminal: lines with roles, problems with their source, progress."""
