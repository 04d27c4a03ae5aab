/**
 * Internal. {@code Batch...} as a job of Apache Spark: the command line
 * ({@link org.latentj.spark.BatchJob}), what the driver does, what an executor
 * does. An artifact of its own, which Fiji never sees. May import
 * {@code batch}, {@code batch.journal}, {@code command}, {@code command.batch},
 * {@code command.input}, {@code command.workflow}, {@code operation},
 * {@code engine.compute}, {@code engine.folder}, {@code service},
 * {@code control}, SciJava, ImageJ, Spark, Scala and picocli.
 */

package org.latentj.spark;
