"""The shell the services share."""
