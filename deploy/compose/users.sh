#!/bin/bash
# Run once by MySQL's image when it sets up its data: a user that changes data, and one that changes the schema.
# Passwords are letters, digits, + and / (deploy/compose/secrets makes them), so quotes hold them. deploy/cluster-test/cluster.sh
# runs it, too, with passwords of its own.
secrets=${SECRETS_DIR:-/run/secrets}

create_user() {
  local name=$1 password=$2 rights=$3
  docker_process_sql --database=mysql <<SQL
CREATE USER '$name'@'%' IDENTIFIED BY '$(cat "$password")';
GRANT $rights ON \`$MYSQL_DATABASE\`.* TO '$name'@'%';
SQL
}

create_user prosperity "$secrets/db_password" "SELECT, INSERT, UPDATE, DELETE"
create_user prosperity_migrate "$secrets/db_migrate_password" \
  "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES"
