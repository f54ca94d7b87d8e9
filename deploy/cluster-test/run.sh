#!/usr/bin/env bash
# Tries the built services on three Galera nodes (cluster.sh): starts the cluster, runs the tests that need one, prints what they
# counted, stops the cluster. Takes some minutes; exits with what the tests exit with.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cluster=$home/deploy/cluster-test/cluster.sh
export CLUSTER_DIR=${CLUSTER_DIR:-$home/target/cluster-test}
log=$home/target/cluster-test.log

mkdir -p "$home/target"
# What an earlier run failed at would be this one's failure in modules that have no test to run now.
rm -f "$home"/*/target/failsafe-reports/failsafe-summary.xml
"$cluster" start
trap '"$cluster" stop' EXIT
echo "The tests write into $log ..."
status=0
"$home/prosperity" test --projects demo --also-make -DskipUnitTests "-Dit.test=*OnAClusterIT" \
  -Dfailsafe.failIfNoSpecifiedTests=false "-Dprosperity.cluster=$(cd "$CLUSTER_DIR" && pwd)" "$@" >"$log" 2>&1 ||
  status=$?
sed -n '/^CLUSTER: /s///p' "$log"
grep -hE 'Tests run:.*OnACluster|<<<|BUILD' "$log" || true
"$cluster" status
exit "$status"
