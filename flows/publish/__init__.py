"""Another SPARQL 1.1 store kept in step with ours: only what changed is sent."""
