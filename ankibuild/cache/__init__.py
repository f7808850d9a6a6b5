"""What is kept between builds, so that only what changed is read anew; safe to delete at any time."""
