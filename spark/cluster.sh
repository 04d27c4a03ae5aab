#!/usr/bin/env bash
# A cluster of a master and two workers on this machine, on loopback, with a batch over a folder of planes. It checks what comes
# out against the same batch without Spark:
#   spark/cluster.sh run   FOLDER OPTIONS...   a job from its begin to its end, compared with nothing
#   spark/cluster.sh plain FOLDER OPTIONS...   the same, compared
#   spark/cluster.sh kill  FOLDER OPTIONS...   in mid-job one worker and its executor are ended by kill -9
#   spark/cluster.sh stall FOLDER OPTIONS...   in mid-job one executor is stopped, so that speculative copies overtake it, and goes on later
# FOLDER gets out-here and out-cluster, out-here.zarr and out-cluster.zarr if the input is an OME-Zarr; OPTIONS are those of the job but --output.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mode=${1:?run, plain, kill or stall}; place=$(mkdir -p "${2:?a folder}" && cd "$2" && pwd); shift 2
ending=
[[ " $* " != *.zarr[\ /]* ]] || ending=.zarr
here_made=$place/out-here$ending; made=$place/out-cluster$ending
case $mode in run|plain|kill|stall) ;; *) echo "'$mode' is no mode: it is one of run, plain, kill, stall" >&2; exit 2 ;; esac
export SPARK_HOME="$here/target/spark" SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 SPARK_WORKER_DIR="$place/work"
port=${LATENTJ_SPARK_PORT:-17077}
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
[ -d "$SPARK_HOME/jars" ] || mvn -q -f "$here" package dependency:copy-dependencies -DskipTests
touch "$SPARK_HOME/RELEASE" # NB: by this file a worker knows that its jars are in jars.
daemon() { "$java" -Xmx512m -Dlatentj.spark.log=info -cp "$here/conf:$SPARK_HOME/jars/*" "$@" >>"$place/cluster.log" 2>&1 & }
children() { ps -o pid= --ppid "$1" 2>/dev/null || true; }
started=()
stop() {
  for pid in "${started[@]}"; do kill -9 $(children "$pid") "$pid" 2>/dev/null || true; done
}
trap stop EXIT
trap 'exit 130' INT TERM
: > "$place/cluster.log"
daemon org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0; started+=($!)
for n in 1 2; do
  # NB: Spark makes no speculative copy on the same host. Linux has all of 127.0.0.0/8 on loopback, macOS one address.
  host=127.0.0.1; [ "$(uname)" != Linux ] || host=127.0.0.$n
  SPARK_LOCAL_IP=$host daemon org.apache.spark.deploy.worker.Worker --host "$host" --webui-port 0 --cores 1 --memory 1g "spark://127.0.0.1:$port"; started+=($!)
done
victim=${started[2]}
disown -a # NB: bash would tell of each that is killed.
for _ in $(seq 400); do [ "$(grep -c 'Registering worker' "$place/cluster.log")" -ge 2 ] && break; sleep 0.3; done
[ "$(grep -c 'Registering worker' "$place/cluster.log")" -ge 2 ] || { echo "no cluster came up: see $place/cluster.log" >&2; exit 1; }
journal() { cat "$made/latentj-batch.jsonl" 2>/dev/null | wc -l; }
rm -rf "$made"
# NB: Spark tells of tasks that are begun again among much else.
[ "$mode" != kill ] && [ "$mode" != stall ] || export LATENTJ_SPARK_JAVA="${LATENTJ_SPARK_JAVA:--Xmx1g} -Dlatentj.spark.log=info"
begun=$(date +%s.%N)
"$here/submit.sh" --master "spark://127.0.0.1:$port" --conf spark.driver.host=127.0.0.1 --conf spark.executor.memory=900m \
  --conf spark.executor.extraJavaOptions="-XX:+UseSerialGC -XX:TieredStopAtLevel=1" \
  --conf spark.speculation=$([ "$mode" = stall ] && echo true || echo false) --conf spark.speculation.quantile=0.3 --conf spark.speculation.interval=500ms \
  -- "$@" --output "$made" >"$place/job.log" 2>&1 & job=$!
if [ "$mode" = kill ] || [ "$mode" = stall ]; then
  while kill -0 $job 2>/dev/null && [ "$(journal)" -lt "${LATENTJ_SPARK_AFTER:-12}" ]; do sleep 0.1; done
  executor=$(children "$victim" | head -1 | tr -d ' ')
  at=$(journal)
  if [ "$mode" = kill ]; then
    kill -9 "$victim" $executor
    echo "kill -9 of a worker ($victim) and its executor ($executor) with $at items in the journal"
  else
    kill -STOP $executor
    echo "executor $executor stopped with $at items in the journal"
    (sleep "${LATENTJ_SPARK_STALL:-20}"; kill -CONT $executor 2>/dev/null) &
  fi
fi
status=0; wait $job || status=$?
ended=$(date +%s.%N)
if [ -n "${LATENTJ_SPARK_CPU:-}" ]; then
  # The CPU seconds of the executors, which their workers have from the system when they end. Master and workers stand on a cluster anyway.
  sleep 3
  for worker in "${started[@]:1}"; do cat "/proc/$worker/stat"; done |
    awk -v hz="$(getconf CLK_TCK)" '{sub(/.*[)] /, ""); s += $14 + $15} END {printf "%.1f", s / hz}' >"$LATENTJ_SPARK_CPU"
fi
grep " made, " "$place/job.log" || tail -1 "$place/job.log"
echo "exit status $status after $(echo "$ended $begun" | awk '{printf "%.1f", $1 - $2}') s"
[ "$status" = 0 ] || { tail -30 "$place/job.log" >&2; exit 1; }
if [ "$mode" = kill ] || [ "$mode" = stall ]; then
  again=$(grep -cE 'Starting task [0-9]+[.][1-9]' "$place/job.log" || true)
  echo "$again tasks were begun again elsewhere"
  if [ "$again" = 0 ]; then
    echo -n "so nothing was shown: the executor had no task then (LATENTJ_SPARK_AFTER=$((${LATENTJ_SPARK_AFTER:-12} / 2)))" >&2
    [ "$mode" = kill ] || echo -n ", or went on too soon (LATENTJ_SPARK_STALL=$((2 * ${LATENTJ_SPARK_STALL:-20})))" >&2
    echo >&2
    exit 1
  fi
fi
[ "$mode" != run ] || exit 0
# What it is compared with: the same on one machine, without a cluster, into a folder of its own; kept for the next time.
if [ ! -f "$place/whole$ending" ]; then
  rm -rf "$here_made"
  "$here/submit.sh" --master "local[1]" -- "$@" --output "$here_made" >>"$place/job.log" 2>&1
  touch "$place/whole$ending"
fi
files() { (cd "$1" && find . -type f ! -name 'latentj-*' | sort); }
items() { grep -o '"item":"[^"]*"' "$1/latentj-batch.jsonl" | sort; }
lost=0; differ=0; count=0
while read -r file; do
  count=$((count + 1))
  if [ ! -f "$made/$file" ]; then lost=$((lost + 1)); elif ! cmp -s "$here_made/$file" "$made/$file"; then differ=$((differ + 1)); fi
done < <(files "$here_made")
more=$(comm -13 <(files "$here_made") <(files "$made") | wc -l)
all=$(items "$here_made" | uniq | wc -l)
lines=$(journal)
double=$(items "$made" | uniq -d | wc -l)
echo "$all items in $count files: $lost files lost, $differ differ, $more more than there should be; $lines lines in the journal, $double items twice in it; left behind: $(ls -d "$made"/*.unfinished 2>/dev/null | wc -l)"
[ "$count" -gt 0 ] && [ "$lost" = 0 ] && [ "$differ" = 0 ] && [ "$more" = 0 ] && [ "$double" = 0 ] && [ "$lines" = "$all" ]
