"""`bangfu aid statistics`: files and aid of a unit and of all below it, over a span."""
