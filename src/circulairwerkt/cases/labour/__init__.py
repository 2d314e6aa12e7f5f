"""The work in cases: hours as an estimate with their range, tasks and conditions, told apart from guesses."""
