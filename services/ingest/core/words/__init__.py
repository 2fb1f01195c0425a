"""Words: even text, sentences, tokens, and what the tables say that words can mean. Pure."""
