"""The console, asked over HTTP."""
