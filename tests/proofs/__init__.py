"""Long proofs."""
