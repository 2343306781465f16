"""One module a command: its options, its checks, its report. Heavy parts are imported when the command runs."""
