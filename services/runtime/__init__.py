"""The shell the services share; it holds no word of the domain."""
