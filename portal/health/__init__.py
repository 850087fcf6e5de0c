"""How sound the content is: what is unwritten, unchecked, out of date, or leads nowhere."""
