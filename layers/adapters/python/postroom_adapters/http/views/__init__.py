"""What the API answers with: the core's models, and where they show too much or too little, models made from them."""
