"""The files themselves: finding, reading and decoding them."""
