const limitMs = 5_000;

/**
 * Sets a provider OUT_OF_SERVICE at a registry, as an operator would.
 *
 * @param {readonly number[]} registryPorts tried in this order
 * @param {number} providerPort
 * @returns {Promise<string | undefined>} reason of the failure
 */
export async function takeOut(registryPorts, providerPort) {
  let reason = 'no registry runs';
  for (const port of registryPorts) {
    const url = `http://127.0.0.1:${port}/eureka/apps/CLOUD-PAYMENT-SERVICE/payment${providerPort}/status?value=OUT_OF_SERVICE`;
    try {
      const { status } = await fetch(url, { method: 'PUT', signal: AbortSignal.timeout(limitMs) });
      if (status === 200) return undefined;
      reason = `the registry at ${port} answered ${status}`;
    } catch (error) {
      reason = `the registry at ${port} does not respond (${/** @type {Error} */ (error).message})`;
    }
  }
  return reason;
}
