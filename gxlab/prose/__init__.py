"""行文: figures in Chinese prose read, bound to what they say, and held against each other."""
