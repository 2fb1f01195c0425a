"""What the console decides, without I/O: rows from events, questions from parameters, answers from rows."""
