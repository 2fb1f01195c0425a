"""The language of Tocsin: what can be said, how it is shown, where it is kept. Imports nothing else of ours."""
