-- Run once, when PostgreSQL makes its database. Web and worker sign in as fettle_web, which may do what fettle_app may;
-- `manage prepare` says what that is, after every migration.
\getenv password APP_PASSWORD
CREATE ROLE fettle_app NOLOGIN;
CREATE ROLE fettle_web LOGIN PASSWORD :'password' IN ROLE fettle_app;
