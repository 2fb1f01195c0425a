"""The same small task on other stream processors. Each file is run by an interpreter that has the one it imports."""
