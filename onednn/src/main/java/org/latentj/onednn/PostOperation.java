
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;

/**
 * What is done with each number that a primitive has computed, before it is
 * rounded and stored.
 *
 * @param algorithm oneDNN's number
 * @param alpha factor of a linear one and within a swish; 1 for others
 * @param operand the second operand of a sum or product
 * @param described how it lies in memory; {@code null} where there is none
 */
record PostOperation(int algorithm, float alpha, View operand,
		dnnl_memory_desc described) {

	static PostOperation of(final int algorithm) {
		return new PostOperation(algorithm, 1, null, null);
	}

	static PostOperation scale(final float factor) {
		return new PostOperation(dnnl_eltwise_linear, factor, null, null);
	}

	static PostOperation with(final Dnnl dnnl, final int algorithm,
		final View operand)
	{
		return new PostOperation(algorithm, 0, operand, operand.described(dnnl));
	}

	void append(final dnnl_post_ops to) {
		Dnnl.check("post-operation", described == null
			? dnnl_post_ops_append_eltwise(to, algorithm, alpha, 0)
			: dnnl_post_ops_append_binary(to, algorithm, described));
	}
}
