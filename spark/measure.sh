#!/usr/bin/env bash
# What a batch of planes takes: Batch... alone, and on Spark in local[1], local[2] and a master with two workers, in turns.
#   spark/measure.sh FOLDER ROUNDS [PLANES [SIZE [WAYS...]]]   of 64 planes of 256 x 256 pixels, in batch local1 local2 cluster
# A line for each run: way, seconds by the clock, CPU seconds of all its processes (both but for master and workers, which stand on a cluster anyway),
# seconds of the items together (by the clock, as the journal has them). Each run's files are compared with those of Batch..., byte for byte but for the number of threads that their records tell. Say how busy the machine is beside, if you tell the numbers.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=$(mkdir -p "${1:?a folder}" && cd "$1" && pwd); rounds=${2:?how many rounds}; planes=${3:-64}; size=${4:-256}
ways=("${@:5}"); [ ${#ways[@]} -gt 0 ] || ways=(batch local1 local2 cluster)
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
export LATENTJ_SPARK_JAVA="-Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
(cd "$here/.." && mvn -q compile dependency:build-classpath -DincludeScope=compile -Dmdep.outputFile="$place/classpath" >/dev/null)
"$here/submit.sh" --version >/dev/null 2>&1 # NB: builds it, if it must be.
# NB: somebody's preferences would tell Batch... another number of threads.
macro() { (cd "$here/.." && "$java" -Djava.util.prefs.userRoot="$place/preferences" -cp "target/classes:$(cat "$place/classpath")" org.latentj.launcher.Launcher "$@"); }
[ -d "$place/planes" ] || macro spark/planes.ijm "$place/planes" "$planes" "$size"
settings="operation=img2img prompt=nuclei denoise=0.4 seed=42 itemseeds=derived"
options=(--input "$place/planes" --models "$here/../models")
for setting in $settings; do options+=("--${setting%%=*}" "${setting#*=}"); done
way() {
  case $1 in
    batch) macro spark/batch.ijm $settings "input=$place/planes output=$place/batch" ;;
    local*) "$here/submit.sh" --master "local[${1#local}]" -- "${options[@]}" --output "$place/$1" ;;
    cluster) LATENTJ_SPARK_CPU="$place/executors" "$here/cluster.sh" run "$place/on" "${options[@]}"; rm -rf "$place/cluster"; mv "$place/on/out-cluster" "$place/cluster" ;;
  esac >"$place/$1.log" 2>&1
}
# NB: in a TIFF's notes as 16-bit letters, too.
told() { perl -0777 -pe 's/(t\0?h\0?r\0?e\0?a\0?d\0?s\0?"\0?:\0? ?\0?)[0-9]/${1}N/g' "$1"; }
TIMEFORMAT='%R %U %S'
for round in $(seq "$rounds"); do
  for name in "${ways[@]}"; do
    rm -rf "${place:?}/$name" "$place/executors"
    { time way $name; } 2>"$place/time"
    read -r wall user sys <"$place/time"
    # NB: of the job alone; master and workers were started first.
    [ "$name" != cluster ] || wall=$(sed -n 's/^exit status .* after \([0-9.]*\) s$/\1/p' "$place/cluster.log")
    items=$(grep -o '"seconds":[0-9.]*' "$place/$name/latentj-batch.jsonl" | cut -d: -f2 | awk '{s += $1} END {printf "%.1f", s}')
    differ=0
    for file in "$place"/batch/*; do
      case $file in */latentj-*) ;; *) cmp -s <(told "$file") <(told "$place/$name/$(basename "$file")") || differ=$((differ + 1)) ;; esac
    done
    echo "$name $wall $user $sys $(cat "$place/executors" 2>/dev/null || echo 0)" | awk -v items="$items" -v differ="$differ" -v load="$(cut -d' ' -f1 /proc/loadavg)" \
      '{printf "%-8s %7.1f s, %7.1f CPU s, items %7.1f s, %d files differ, load %s\n", $1, $2, $3 + $4 + $5, items, differ, load}'
  done
done
