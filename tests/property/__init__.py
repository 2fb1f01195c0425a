"""Claims over all inputs."""
