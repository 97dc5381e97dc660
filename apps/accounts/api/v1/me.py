"""One's own profile, password and browsers: open to everybody who is signed in."""


