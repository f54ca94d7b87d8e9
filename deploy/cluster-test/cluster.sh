#!/usr/bin/env bash
# Three nodes of MariaDB Galera on 127.0.0.1, to try Prosperity on a cluster. Not for anything that is to last: the data goes
# with `stop`.
#
#   cluster.sh start      makes the nodes and starts them, with the two database users of deploy/compose/users.sh
#   cluster.sh stop       stops the nodes and deletes their data
#   cluster.sh status     what each node says of itself
#   cluster.sh kill N     ends node N as a crash would (kill -9)
#   cluster.sh wipe N     deletes the data of a node that was killed, so that it has to fetch all of it (SST)
#   cluster.sh restart N  starts a node that was killed; returns when it works again
#   cluster.sh freeze N   stops node N where it is (SIGSTOP): it keeps its connections and says nothing
#   cluster.sh thaw N     lets it go on
#   cluster.sh cut N      takes node N off the others' network: it answers, but can't take part; returns when it has noticed
#   cluster.sh join N     ends that; returns when it works again
#   cluster.sh mend       brings back whatever was killed, frozen or cut off
#   cluster.sh sql N ...  the mariadb client on node N, as the server's own administrator
#
# CLUSTER_DIR (target/cluster-test) is where all of it lies: node1 to node3, and the users' passwords in secrets.
# CLUSTER_PORT (23306) is node 1's port; the next two are the others', the thirty behind those the nodes' own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${CLUSTER_DIR:-$here/../../target/cluster-test}
first_port=${CLUSTER_PORT:-23306}
nodes=(1 2 3)
PATH=$PATH:/usr/sbin
patience=120 # seconds that a node may take to start or to come back

fail() {
  echo "cluster.sh: $*" >&2
  exit 1
}

provider=
need() {
  local program missing=()
  for program in mariadbd mariadb mariadb-install-db galera mariadb-backup socat lsof; do
    if [[ $program == galera ]]; then
      provider=$(ls /usr/lib/galera/libgalera_smm.so /usr/lib/*/galera-4/libgalera_smm.so /usr/lib64/galera-4/libgalera_smm.so 2>/dev/null | head -n 1) || true
      [[ -n $provider ]] || missing+=("galera-4")
    elif ! command -v "$program" >/dev/null; then
      missing+=("$program")
    fi
  done
  [[ ${#missing[@]} -eq 0 ]] || fail "missing: ${missing[*]}. On Debian: apt-get install mariadb-server galera-4 mariadb-backup socat lsof
(the server that the package starts is not needed: systemctl disable --now mariadb)"
}
port() { echo $((first_port + $1 - 1)); }
own_port() { echo $((first_port + 10 * $2 + $1 - 1)); } # 1: the group's, 2: IST, 3: SST
pid() { cat "$folder/node$1/pid" 2>/dev/null || true; }

# Whether the node's process is there, and is the one that we started.
runs() {
  local id
  id=$(pid "$1")
  [[ -n $id ]] && grep -qzF -- "--defaults-file=$folder/node$1/my.cnf" "/proc/$id/cmdline" 2>/dev/null
}

sql() {
  local node=$1
  shift
  mariadb --no-defaults --socket="$folder/node$node/socket" --user="$(id -un)" "$@"
}

state() { sql "$1" --connect-timeout=2 -N -e "SHOW STATUS LIKE 'wsrep_$2'" 2>/dev/null | cut -f 2; }

# What the node's server is told. mariadb-backup copies a node that goes on working; rsync would have it wait.
settings() {
  local node=$1 group= each
  for each in "${nodes[@]}"; do
    group+=${group:+,}127.0.0.1:$(own_port "$each" 1)
  done
  cat <<CNF
[mysqld]
user = $(id -un)
datadir = $folder/node$node/data
socket = $folder/node$node/socket
pid_file = $folder/node$node/server.pid
bind_address = 127.0.0.1
port = $(port "$node")
skip_name_resolve = ON
character_set_server = utf8mb4
max_connections = 200
innodb_buffer_pool_size = 256M
innodb_autoinc_lock_mode = 2
binlog_format = ROW
wsrep_on = ON
wsrep_provider = $provider
wsrep_cluster_name = prosperity-test
wsrep_cluster_address = gcomm://$group
wsrep_node_name = node$node
wsrep_node_address = 127.0.0.1:$(own_port "$node" 1)
wsrep_slave_threads = 4
wsrep_sst_method = mariabackup
wsrep_sst_auth = $(id -un):
wsrep_sst_receive_address = 127.0.0.1:$(own_port "$node" 3)
wsrep_provider_options = "gmcast.listen_addr=tcp://127.0.0.1:$(own_port "$node" 1);ist.recv_addr=127.0.0.1:$(own_port "$node" 2);gcache.size=256M"

[sst]
sockopt = ",bind=127.0.0.1"
CNF
}

# launch NODE [OPTION...]: starts the server and waits until it works with the others.
launch() {
  local node=$1 file=--defaults-file=$folder/node$1/my.cnf known i
  shift
  if [[ -f $folder/node$node/data/grastate.dat ]]; then
    # After a crash only the tables know how far the node was; without that it would have to fetch everything.
    known=$(mariadbd "$file" --wsrep-recover 2>&1 | sed -n 's/.*Recovered position: *//p' | tail -n 1)
    [[ -z $known ]] || set -- "$@" "--wsrep-start-position=$known"
  fi
  setsid mariadbd "$file" "$@" >>"$folder/node$node/log" 2>&1 </dev/null &
  echo $! >"$folder/node$node/pid"
  for ((i = 0; i < patience * 10; i++)); do
    runs "$node" || fail "node $node stopped; see $folder/node$node/log"
    [[ $(state "$node" local_state_comment) != Synced ]] || return 0
    sleep 0.1
  done
  fail "node $node was not there after $patience s; see $folder/node$node/log"
}

users() {
  local file
  mkdir -m 700 "$folder/secrets"
  for file in db_password db_migrate_password; do
    head -c 32 /dev/urandom | base64 | tr -d '\n=' >"$folder/secrets/$file"
  done
  docker_process_sql() { sql 1 "$@"; }
  export SECRETS_DIR=$folder/secrets MYSQL_DATABASE=prosperity
  sql 1 -e "CREATE DATABASE prosperity CHARACTER SET utf8mb4"
  # The rights are written down in one place.
  . "$here/../compose/users.sh"
}

start() {
  need
  [[ ! -e $folder ]] || fail "$folder is there already; stop that cluster first."
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd)
  touch "$folder/made-by-cluster.sh"
  local node
  for node in "${nodes[@]}"; do
    mkdir "$folder/node$node"
    settings "$node" >"$folder/node$node/my.cnf"
    mariadb-install-db --no-defaults "--user=$(id -un)" "--datadir=$folder/node$node/data" --skip-test-db \
      --auth-root-authentication-method=socket "--auth-root-socket-user=$(id -un)" >"$folder/node$node/log" 2>&1 ||
      fail "node $node could not be made; see $folder/node$node/log"
    if [[ $node == 1 ]]; then
      launch 1 --wsrep-new-cluster
    else
      launch "$node"
    fi
    echo "node $node: 127.0.0.1:$(port "$node")"
  done
  users
  hosts=$(for node in "${nodes[@]}"; do printf '127.0.0.1:%s,' "$(port "$node")"; done)
  echo "${hosts%,}" >"$folder/hosts"
  echo "DB_HOST=${hosts%,} DB_NAME=prosperity DB_USER=prosperity DB_PASSWORD_FILE=$folder/secrets/db_password"
}

finish() {
  [[ -e $folder/made-by-cluster.sh ]] || fail "no cluster in $folder"
  local node id i
  for node in "${nodes[@]}"; do
    runs "$node" || continue
    id=$(pid "$node")
    kill -CONT "$id"
    kill "$id"
    for ((i = 0; i < 200; i++)); do
      runs "$node" || break
      sleep 0.1
    done
    ! runs "$node" || kill -KILL "$id"
  done
  rm -rf "$folder"
}

# A node that is not there is said to be so; the columns are Galera's own words.
report() {
  local node
  for node in "${nodes[@]}"; do
    if ! runs "$node"; then
      echo "node $node: not running"
    else
      echo "node $node: 127.0.0.1:$(port "$node"), $(state "$node" cluster_status), $(state "$node" local_state_comment)," \
        "$(state "$node" cluster_size) nodes, ready $(state "$node" ready), written until $(state "$node" last_committed)," \
        "conflicts: $(state "$node" local_cert_failures) at COMMIT, $(state "$node" local_bf_aborts) before"
    fi
  done
}

mend() {
  local node
  for node in "${nodes[@]}"; do
    if runs "$node"; then
      kill -CONT "$(pid "$node")"
      join "$node"
    else
      launch "$node"
    fi
  done
}

join() {
  sql "$1" -e "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'"
  until [[ $(state "$1" ready) == ON && $(state "$1" local_state_comment) == Synced ]]; do sleep 0.1; done
}

command=${1:-help}
case $command in
  start) start; exit ;;
  help | -h | --help) sed -n '2,20s/^# \{0,1\}//p' "$0"; exit ;;
esac
[[ -d $folder ]] && folder=$(cd "$folder" && pwd) || fail "no cluster in $folder; start one first."
need
case $command in
  stop) finish; exit ;;
  status) report; exit ;;
  mend) mend; exit ;;
esac
node=${2:-}
[[ $node =~ ^[123]$ ]] || fail "which node? 1, 2 or 3"
case $command in
  kill)
    runs "$node" || fail "node $node does not run."
    kill -KILL "$(pid "$node")"
    while runs "$node"; do sleep 0.01; done
    ;;
  wipe)
    ! runs "$node" || fail "node $node runs; kill it first."
    rm -rf "$folder/node$node/data"
    mkdir "$folder/node$node/data"
    ;;
  restart)
    ! runs "$node" || fail "node $node runs already."
    launch "$node"
    ;;
  freeze) kill -STOP "$(pid "$node")" ;;
  thaw) kill -CONT "$(pid "$node")" ;;
  cut)
    sql "$node" -e "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'"
    until [[ $(state "$node" ready) == OFF ]]; do sleep 0.1; done
    ;;
  join) join "$node" ;;
  sql) shift 2; sql "$node" "$@" ;;
  *) fail "there is no command '$command'; see cluster.sh help" ;;
esac
