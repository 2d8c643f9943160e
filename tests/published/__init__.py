"""Published tables and worked examples, one file a source, to the cell."""
