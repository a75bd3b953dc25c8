#!/bin/sh
# The two logins (docs/database.md), made by the postgres image when its volume is empty.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
CREATE ROLE zhunxin_owner LOGIN PASSWORD :'owner';
CREATE ROLE zhunxin_app LOGIN PASSWORD :'app';
CREATE DATABASE zhunxin OWNER zhunxin_owner;
REVOKE CONNECT ON DATABASE zhunxin FROM PUBLIC;
GRANT CONNECT ON DATABASE zhunxin TO zhunxin_app;
SQL
