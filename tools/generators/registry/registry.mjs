import { addApp } from '../add-app.mjs';
import { appsOf } from '../apps-of.mjs';

/**
 * `npx nx g ./tools:registry --port=7003`: one more Eureka server, a peer of all the others.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ port?: number }} options
 */
export async function registry(tree, { port }) {
  return addApp(tree, 'eureka', port, () => writePeers(tree));
}

function writePeers(/** @type {import('@nx/devkit').Tree} */ tree) {
  const registries = appsOf(tree, 'eureka');
  for (const { name, port } of registries) {
    const file = `apps/${name}/src/main.ts`;
    const source = tree.read(file, 'utf8') ?? '';
    const list = /peers: \[(.*?)\]/s;
    if (!list.test(source))
      throw new Error(`${file} has no \`peers: [...]\` to add to: write it as in the other registries`);
    const peers = registries
      .filter((other) => other.port !== port)
      .map((other) => `'http://localhost:${other.port}/eureka/'`);
    tree.write(file, source.replace(list, `peers: [${peers.join(', ')}]`));
  }
}

export default registry;
