"""Tables and documents in and out. Knows no models; what is untrusted is parsed in a guarded child process."""
