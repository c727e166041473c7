"""What the end-to-end tests stand on: the server under test, real calendar servers, a mail sink, a proxy that counts and breaks."""
