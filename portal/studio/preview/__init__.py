"""How a file looks before it is published: compiled by the very compiler of the portal, in a process of its own."""
