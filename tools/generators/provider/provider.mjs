import { registry } from '../registry/registry.mjs';
import { addApp } from '../add-app.mjs';

/**
 * `npx nx g ./tools:provider --port=8004`: the course's five-step recipe for a module, as one
 * command.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ port?: number, registry?: number }} options
 */
export async function provider(tree, options) {
  if (options.registry !== undefined) {
    if (options.port !== undefined) throw new Error('--port and --registry: give one of the two');
    return registry(tree, { port: options.registry });
  }
  return addApp(tree, 'payment-provider', options.port);
}

export default provider;
