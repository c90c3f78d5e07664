import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

interface Project {
  readonly folder: string;
  readonly name: string;
  readonly package: string;
  readonly states: readonly string[];
}

const root = join(__dirname, '..');
const folders = [
  ...['apps', 'libs'].flatMap((group) => readdirSync(join(root, group)).map((each) => `${group}/${each}`)),
  ...['tools', 'e2e', 'bench'],
];
const projects: readonly Project[] = folders.map((folder) => {
  const { name, dependencies, nx } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const states = [...Object.keys(dependencies ?? {}), ...(nx.implicitDependencies ?? [])];
  return { folder, name: nx.name, package: name, states };
});

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return /^(node_modules|dist|fixtures)$/.test(entry.name) ? [] : sources(path);
    return /\.(ts|mjs)$/.test(entry.name) && !/^jest\./.test(entry.name) ? [path] : [];
  });
}

/** Projects that a source imports, by the name of a package or by a path. */
function imported(file: string): readonly Project[] {
  const found = readFileSync(join(root, file), 'utf8').matchAll(
    /(?:^(?:import|export)\b[^;'"`]*|\bimport\()'(\.\.?\/[^']+|@eureka-nest\/[\w-]+)[^']*'/gm,
  );
  return [...found].flatMap(([, target = '']) => {
    const path = posix.join(posix.dirname(file), target);
    return projects.filter((each) => each.package === target || `${path}/`.startsWith(`${each.folder}/`));
  });
}

// Nx does not read the sources for this: that took a third of a start with an empty cache.
describe('a project states the projects that its sources and specs import', () => {
  it.each(projects)('$name', (project) => {
    const others = sources(project.folder)
      .flatMap(imported)
      .filter((each) => each !== project);
    const unstated = others.filter(
      (each) => !project.states.some((one) => [each.name, each.package].includes(one)),
    );
    expect([...new Set(unstated.map(({ name }) => name))]).toEqual([]);
  });
});
