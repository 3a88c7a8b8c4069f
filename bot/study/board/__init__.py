"""The leaderboard: periods, points, streaks, places, and its picture."""
