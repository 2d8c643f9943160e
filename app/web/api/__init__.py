"""The JSON half: everything under `/api/v1`, for programs that act for a person."""
