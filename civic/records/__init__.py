"""What is asked for and what has been given: records, ledgers, layers and cards as plain data. Imports nothing of ours."""
