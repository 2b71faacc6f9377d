"""What is common to rendered pages, saved as text or as markup: words, types, fields, samples' values, dates."""
