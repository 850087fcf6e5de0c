"""What a learner writes and keeps beside the plan: notes on lessons and days, and links of their own."""
