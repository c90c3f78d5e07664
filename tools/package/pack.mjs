// npm run pack [-- <folder>]: builds, then writes a tarball of each published package into the
// folder, dist/packages by default, as ES modules and as CommonJS. It needs no network.
import { transformSync } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCommand } from './command.mjs';
import { commonJsFolder, publishedExports, publishedManifest } from './manifest.mjs';
import { publishedReadme } from './readme.mjs';
import { reachable } from './reachable.mjs';

/** @typedef {import('./manifest.mjs').Manifest} Manifest */

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8');

/** @returns {Map<string, Manifest>} manifests by folder */
function publishedPackages() {
  const manifests = readdirSync(join(root, 'libs')).map(
    (lib) => /** @type {const} */ ([`libs/${lib}`, JSON.parse(read(`libs/${lib}/package.json`))]),
  );
  return new Map(manifests.filter(([, manifest]) => !manifest.private));
}

/** The program behind `eureka-server`, which its package has as one file. */
const commandEntry = 'libs/eureka-server/dist/cli/bin.js';

/** The built page of the console, and the folder beside the server's files that has it. */
const consolePage = { from: 'libs/eureka-console/dist', to: 'console-page' };

function run(/** @type {string} */ command, /** @type {readonly string[]} */ args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${stdout}\n${stderr}`);
  return stdout;
}

function build() {
  const need = createRequire(join(root, 'package.json'));
  const { bin } = need('nx/package.json');
  // The order matters: the outputs of the first are all folders `dist`, also that of the second.
  for (const project of ['eureka-nest', 'eureka-console'])
    run(process.execPath, [join(root, 'node_modules/nx', bin.nx), 'build', project]);
}

/**
 * Code of a file in one of the two formats, without comments, which the declarations beside it have
 * too. The name of the source makes `import x from` a CommonJS package mean what it means in Node.
 */
const codeAs = (/** @type {'esm' | 'cjs'} */ format, /** @type {string} */ text) =>
  transformSync(text, {
    loader: 'js',
    format,
    sourcefile: 'source.mjs',
    legalComments: 'none',
    charset: 'utf8',
    supported: { 'dynamic-import': true },
  }).code;

function write(/** @type {string} */ file, /** @type {string} */ text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/**
 * Assembles the folder of a package as it is published.
 *
 * @param {object} wish
 * @param {string} wish.folder
 * @param {Manifest} wish.manifest
 * @param {ReadonlyMap<string, string>} wish.versions
 * @param {string} wish.into
 */
async function assemble({ folder, manifest, versions, into }) {
  const workspace = JSON.parse(read('package.json'));
  const published = publishedManifest(manifest, versions, workspace, folder);
  const entries = Object.values(publishedExports(manifest.exports)).flatMap((target) =>
    typeof target === 'string' ? [] : [target['types'] ?? '', target['default'] ?? ''],
  );
  const dist = join(root, folder, 'dist');
  for (const file of reachable(entries.map((entry) => join(root, folder, entry)))) {
    // Source maps would lead to sources that are not in the package.
    const text = readFileSync(file, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
    const isCode = file.endsWith('.js');
    write(join(into, 'dist', relative(dist, file)), isCode ? codeAs('esm', text) : text);
    write(join(into, commonJsFolder, relative(dist, file)), isCode ? codeAs('cjs', text) : text);
  }
  if (entries.length > 0) write(join(into, commonJsFolder, 'package.json'), '{ "type": "commonjs" }\n');
  const addConsole = (/** @type {string} */ beside) =>
    cpSync(join(root, consolePage.from), join(beside, consolePage.to), { recursive: true });
  if (folder === 'libs/eureka-server') addConsole(into);
  for (const path of Object.values(manifest.bin ?? {})) {
    addConsole(dirname(join(into, path)));
    mkdirSync(dirname(join(into, path)), { recursive: true });
    const wish = { root, entry: commandEntry, version: manifest.version };
    await bundleCommand({ ...wish, into: join(into, path) });
  }
  writeFileSync(join(into, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  cpSync(join(root, 'LICENSE'), join(into, 'LICENSE'));
  if (existsSync(join(root, folder, 'README.md')))
    writeFileSync(
      join(into, 'README.md'),
      publishedReadme(read(`${folder}/README.md`), folder, workspace.homepage),
    );
}

/** @param {string} into */
export async function pack(into) {
  build();
  mkdirSync(into, { recursive: true });
  const packages = publishedPackages();
  const versions = new Map([...packages.values()].map(({ name, version }) => [name, version]));
  const work = mkdtempSync(join(tmpdir(), 'pack-'));
  try {
    for (const [folder, manifest] of packages) {
      const assembled = join(work, folder);
      await assemble({ folder, manifest, versions, into: assembled });
      console.log(
        run('npm', ['pack', '--ignore-scripts', '--pack-destination', resolve(into)], assembled).trim(),
      );
    }
  } finally {
    rmSync(work, { recursive: true });
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [into = 'dist/packages'] = process.argv.slice(2);
  await pack(into);
  console.log(`in ${into}: npm install ${into}/*.tgz installs them in another project`);
}
