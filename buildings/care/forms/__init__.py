"""What is asked of those who keep the lists, who visit, and who do something every month."""
