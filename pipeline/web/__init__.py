"""The page of a map: cards, tables, data, policy and scripts."""
