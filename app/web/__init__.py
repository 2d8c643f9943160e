"""The web application (网页): pages of the three desks, and the JSON half.

`routes.py` says in one place which addresses there are, what act each is, who may do
it and where; `pages/` holds what they show, `templates/` how it looks.
"""
