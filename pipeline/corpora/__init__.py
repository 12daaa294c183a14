"""Runs over corpora of any size: shards, parts, a pool or a cluster, progress."""
