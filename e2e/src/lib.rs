//! Nothing of its own: the tests beside it meet real programs and other people's libraries.
