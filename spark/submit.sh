#!/usr/bin/env bash
# A batch on Apache Spark, with the Spark that Maven resolves: no download, no installation. Options as of spark-submit before "--",
# options of the job behind it; without "--" all are of the job, which then runs on this machine.
#   spark/submit.sh --operation img2img --input RAW --output MADE --prompt nuclei --seed 42 --models models
#   spark/submit.sh --master local[2] -- --operation ...
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export SPARK_HOME="$here/target/spark"
jar=$(ls "$here"/target/latentj-spark-*.jar 2>/dev/null | head -1 || true)
# NB: what was built of other sources is not to run in silence.
if [ -z "$jar" ] || [ ! -d "$SPARK_HOME/jars" ] ||
  [ -n "$(find "$here/pom.xml" "$here/src/main" "$here/../src/main" -newer "$jar" -type f -print -quit)" ]; then
  (cd "$here/.." && mvn -q compile && mvn -q -f spark package dependency:copy-dependencies -DskipTests)
  jar=$(ls "$here"/target/latentj-spark-*.jar | head -1)
fi
spark=()
for word in "$@"; do
  if [ "$word" = -- ]; then
    while [ "$1" != -- ]; do spark+=("$1"); shift; done
    shift
    break
  fi
done
# NB: as Spark's own script does it; what a job says goes to standard output, what Spark says to the log.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$here/conf:$SPARK_HOME/jars/*" ${LATENTJ_SPARK_JAVA:--Xmx1g} org.apache.spark.deploy.SparkSubmit \
  "${spark[@]}" --class org.latentj.spark.BatchJob "$jar" "$@"
