"""The library: articles in, passages out. Knows nothing of models that write."""
