"""The page in a browser: everything between the assistant's values and what a person sees and clicks."""
