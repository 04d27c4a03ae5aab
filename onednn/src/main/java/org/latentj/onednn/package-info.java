/**
 * The engine of {@code quality=bf16}. {@link org.latentj.onednn.GraphReader}
 * reads a graph, {@link org.latentj.onednn.Rewriting} puts together what oneDNN
 * computes at once, {@link org.latentj.onednn.PlanBuilder} makes of it a list
 * of {@link org.latentj.onednn.Step}s for inputs of some shapes, and a
 * {@link org.latentj.onednn.Plan} runs them. A VAE's large maps are normalised
 * in pieces ({@link org.latentj.onednn.ChannelNorm}) and its convolutions go in
 * bands of rows ({@link org.latentj.onednn.Convolutions}). Items of a run are
 * {@link org.latentj.onednn.Parts}, each in its own
 * {@link org.latentj.onednn.Threads}; where a part has several, they share
 * pieces and heads of attention as a {@link org.latentj.onednn.Team}. Numbers
 * of pictures lie with their channels innermost, so that what is a
 * transposition in the graph moves nothing. The only user of oneDNN, whose door
 * is {@link org.latentj.onednn.Dnnl}.
 */

package org.latentj.onednn;
