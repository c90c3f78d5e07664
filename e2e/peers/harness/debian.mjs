import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { has, run, runApt } from '../../../tools/debian.mjs';

/**
 * Puts the program of a Debian package on the PATH. The package is unpacked, not installed: an
 * installed one would start a service.
 */
export function unpacked(name, cache) {
  if (has(name)) return;
  const folder = join(cache, 'debian', name);
  if (!existsSync(folder)) fetched(name, folder, cache);
  process.env.PATH += `${delimiter}${join(folder, 'usr', 'bin')}`;
  if (!has(name)) throw new Error(`${name} not found: install it (Debian: apt-get install ${name})`);
}

function fetched(name, folder, cache) {
  if (!has('apt-get') || !has('dpkg-deb')) {
    throw new Error(`${name} not found: install it (its releases are on GitHub; Debian has a package)`);
  }
  // The package is unpacked in a temporary folder first, so that an aborted run leaves nothing
  // incomplete.
  const work = mkdtempSync(join(cache, `${name}-`));
  try {
    download(name, work);
    const [archive] = readdirSync(work).filter((each) => each.endsWith('.deb'));
    run(`Debian's package of ${name} cannot be unpacked`, 'dpkg-deb', ['--extract', archive, 'files'], {
      cwd: work,
    });
    mkdirSync(join(cache, 'debian'), { recursive: true });
    renameSync(join(work, 'files'), folder);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function download(name, cwd) {
  const what = `${name} not found, and apt-get cannot fetch it`;
  const get = () => runApt(what, ['-q', 'download', name], { cwd });
  try {
    get();
  } catch {
    // The list of packages is missing or old.
    runApt(what, ['-q', 'update']);
    get();
  }
}
