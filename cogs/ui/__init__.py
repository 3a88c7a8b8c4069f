"""What people see: pure functions from values to messages, and what keeps these safe and within Discord's limits."""
