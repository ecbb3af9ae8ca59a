"""Pages, one package a noun: parse, call one service, respond."""
