"""What rules answer to the questions of statements: suggestions and features, never choices."""
