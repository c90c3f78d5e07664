import { formatFiles, readJson, updateJson } from '@nx/devkit';
import { appsOf } from './apps-of.mjs';
import { linkInLockFile } from './link-in-lock-file.mjs';

/**
 * Adds the app kind-port: a copy of the first app of its kind with another port, since the
 * behaviour is in the lib.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} kind
 * @param {number | undefined} port
 * @param {() => void} [finish] last changes to the files, before they are formatted
 */
export async function addApp(tree, kind, port, finish = () => undefined) {
  const [model] = appsOf(tree, kind);
  if (!model) throw new Error(`apps/ has no ${kind}-… to copy`);
  const name = `${kind}-${freePort(tree, port, model)}`;

  for (const file of ['package.json', 'tsconfig.json', 'src/main.ts']) {
    const text = tree.read(`apps/${model.name}/${file}`, 'utf8') ?? '';
    const renamed = text.replaceAll(model.name, name).replace(`port: ${model.port}`, `port: ${port}`);
    tree.write(`apps/${name}/${file}`, renamed);
  }
  updateJson(tree, 'tsconfig.json', (config) => ({
    ...config,
    references: withReference(config.references, `apps/${name}`),
  }));
  linkInLockFile(tree, `apps/${name}`, readJson(tree, `apps/${name}/package.json`));
  finish();
  await formatFiles(tree);

  return () => console.log(`${name} is ready: npx nx serve ${name}, or npm start for all of them`);
}

/**
 * @param {import('@nx/devkit').Tree} tree
 * @param {unknown} port
 * @param {{ port: number }} model
 */
function freePort(tree, port, model) {
  const apps = appsOf(tree);
  let next = model.port;
  while (apps.some((app) => app.port === next)) next++;

  if (port === undefined)
    throw new Error(`--port is missing: give one that no app has yet, such as --port=${next}`);
  if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw new Error(
      `--port is ${JSON.stringify(port)}: it must be a whole number from 1 to 65535, such as ${next}`,
    );
  }
  const owner = apps.find((app) => app.port === port);
  if (owner) throw new Error(`--port ${port} is that of apps/${owner.name}: take another, such as ${next}`);
  return port;
}

/**
 * @param {{ path: string }[]} references
 * @param {string} path
 */
function withReference(references, path) {
  const before = references.findLastIndex((each) => each.path < path);
  return references.toSpliced(before + 1, 0, { path });
}
