"""What the addresses of `app.web.routes` show: one file for one matter."""
