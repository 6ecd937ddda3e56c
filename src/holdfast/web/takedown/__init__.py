"""Pages where an adult makes fingerprints on their own device and follows what platforms did."""
