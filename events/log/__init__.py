"""Where the language is kept: one protocol, several logs."""
