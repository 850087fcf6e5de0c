"""What holds of memory, answers, queues and lessons, whatever is stored and whoever asks. Pure."""
