#!/bin/sh
# The two logins (docs/database.md), made by the postgres image when its volume is empty. Their passwords are the contents of two
# files: on a command line, other processes could read them.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" <<'SQL'
\set owner `cat "$OWNER_PASSWORD_FILE"`
\set app `cat "$APP_PASSWORD_FILE"`
CREATE ROLE zhunxin_owner LOGIN PASSWORD :'owner';
CREATE ROLE zhunxin_app LOGIN PASSWORD :'app';
CREATE DATABASE zhunxin OWNER zhunxin_owner;
REVOKE CONNECT ON DATABASE zhunxin FROM PUBLIC;
GRANT CONNECT ON DATABASE zhunxin TO zhunxin_app;
SQL
