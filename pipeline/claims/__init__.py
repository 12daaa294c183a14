"""Parts of reading distance claims: numbers, compass, phrases, anchors, subjects, doubt."""
