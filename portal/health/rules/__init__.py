"""What is counted in the files of the curriculum, and when a link is dead. Pure."""
