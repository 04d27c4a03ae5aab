
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;

/**
 * What is done with each number that a primitive has computed, before it is
 * rounded and stored.
 *
 * @param algorithm oneDNN's number; that of {@link #SUM} adds what lies there
 * @param alpha factor of a linear one and within a swish; see
 *          {@link #alpha(int)}
 * @param operand the second operand of a sum or product
 * @param described how it lies in memory; {@code null} where there is none
 */
record PostOperation(int algorithm, float alpha, View operand,
		dnnl_memory_desc described) {

	/** What lies in the product's place already is added. */
	static final PostOperation SUM = new PostOperation(dnnl_sum, 1, null, null);

	static PostOperation of(final int algorithm) {
		return new PostOperation(algorithm, alpha(algorithm), null, null);
	}

	/** NB: a ReLU's is what negative numbers are multiplied by. */
	static float alpha(final int algorithm) {
		return algorithm == dnnl_eltwise_relu ? 0 : 1;
	}

	static PostOperation scale(final float factor) {
		return new PostOperation(dnnl_eltwise_linear, factor, null, null);
	}

	static PostOperation with(final Dnnl dnnl, final int algorithm,
		final View operand)
	{
		return new PostOperation(algorithm, 0, operand, operand.described(dnnl));
	}

	/** The same for some rows of a picture. */
	PostOperation band(final Dnnl dnnl, final long from, final long to) {
		return operand == null ? this : with(dnnl, algorithm, operand.band(from,
			to));
	}

	void append(final dnnl_post_ops to) {
		Dnnl.check("post-operation", algorithm == dnnl_sum
			? dnnl_post_ops_append_sum(to, alpha, 0, dnnl_data_type_undef)
			: described == null ? dnnl_post_ops_append_eltwise(to, algorithm, alpha,
				0) : dnnl_post_ops_append_binary(to, algorithm, described));
	}
}
