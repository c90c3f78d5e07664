import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { provider } from './provider/provider.mjs';
import { registry } from './registry/registry.mjs';

const root = join(__dirname, '../..');
const courseApps = readdirSync(join(root, 'apps')).filter((name) => /-(700[12]|800[123]|80)$/.test(name));

/** The workspace as it is, in memory. */
function workspace(): Tree {
  const tree = createTree();
  const files = ['tsconfig.json', 'package.json', 'package-lock.json'];
  for (const app of courseApps) {
    files.push(...['package.json', 'tsconfig.json', 'src/main.ts'].map((file) => `apps/${app}/${file}`));
  }
  for (const file of files) tree.write(file, readFileSync(join(root, file)));
  return tree;
}
const text = (tree: Tree, file: string): string => tree.read(file, 'utf8') ?? '';
const json = (tree: Tree, file: string) => JSON.parse(text(tree, file));
const peersOf = (tree: Tree, port: number): string[] =>
  [...text(tree, `apps/eureka-${port}/src/main.ts`).matchAll(/http:\/\/localhost:(\d+)\/eureka\//g)].map(
    ([, peer]) => peer ?? '',
  );

// Formatting is prettier's affair, an ES module that Jest cannot load on Node 20.
beforeAll(() => void (process.env['NX_SKIP_FORMAT'] = 'true'));
afterAll(() => void delete process.env['NX_SKIP_FORMAT']);

describe('the help of each generator', () => {
  const { generators } = JSON.parse(readFileSync(join(root, 'tools/generators.json'), 'utf8'));

  it.each(Object.keys(generators))('describes %s, where nx prints the schema, not the list', (name) => {
    const { schema, description } = generators[name];
    expect(JSON.parse(readFileSync(join(root, 'tools', schema), 'utf8')).description).toBe(description);
  });
});

describe('the provider generator', () => {
  it('copies 8001 with the new port in place of the old', async () => {
    const tree = workspace();
    await provider(tree, { port: 8004 });
    for (const file of ['package.json', 'tsconfig.json', 'src/main.ts']) {
      const model = text(tree, `apps/payment-provider-8001/${file}`);
      expect(text(tree, `apps/payment-provider-8004/${file}`)).toBe(model.replaceAll('8001', '8004'));
    }
    expect(text(tree, 'apps/payment-provider-8004/src/main.ts')).toContain(
      'runPaymentProvider({ port: 8004 })',
    );
  });

  it('adds it to the TypeScript build, and leaves the rest of the list alone', async () => {
    const tree = workspace();
    const before: { path: string }[] = json(tree, 'tsconfig.json').references;
    await provider(tree, { port: 8004 });
    const after: { path: string }[] = json(tree, 'tsconfig.json').references;
    expect(after).toContainEqual({ path: 'apps/payment-provider-8004' });
    expect(after.filter(({ path }) => path !== 'apps/payment-provider-8004')).toEqual(before);
  });

  it('writes the entries of the lock file as npm does, in the order of npm', async () => {
    const tree = workspace();
    const before = json(tree, 'package-lock.json').packages;
    await provider(tree, { port: 8004 });
    const after = json(tree, 'package-lock.json').packages;
    expect(after['apps/payment-provider-8004']).toEqual({
      ...before['apps/payment-provider-8003'],
      name: '@eureka-nest/payment-provider-8004',
    });
    expect(after['node_modules/@eureka-nest/payment-provider-8004']).toEqual({
      resolved: 'apps/payment-provider-8004',
      link: true,
    });
    const names = Object.keys(after);
    expect(names.filter((name) => !name.endsWith('payment-provider-8004'))).toEqual(Object.keys(before));
    expect(names[names.indexOf('apps/payment-provider-8004') - 1]).toBe('apps/payment-provider-8003');
  });

  it('adds a registry instead when asked for one, as the registry generator does', async () => {
    const tree = workspace();
    await provider(tree, { registry: 7003 });
    expect(tree.exists('apps/eureka-7003/src/main.ts')).toBe(true);
    await expect(provider(tree, { port: 8004, registry: 7004 })).rejects.toThrow('give one of the two');
  });

  it.each([
    [undefined, '--port is missing: give one that no app has yet, such as --port=8004'],
    ['abc', '--port is "abc": it must be a whole number from 1 to 65535'],
    [80.5, '--port is 80.5: it must be a whole number from 1 to 65535'],
    [0, '--port is 0: it must be a whole number from 1 to 65535'],
    [65_536, '--port is 65536: it must be a whole number from 1 to 65535'],
    [8002, '--port 8002 is that of apps/payment-provider-8002: take another, such as 8004'],
    [80, '--port 80 is that of apps/order-consumer-80'],
  ])('refuses the port %p and changes nothing', async (port, message) => {
    const tree = workspace();
    const before = tree.listChanges().length;
    await expect(provider(tree, { port } as { port: number })).rejects.toThrow(message);
    expect(tree.listChanges()).toHaveLength(before);
  });
});

describe('the registry generator', () => {
  it('makes all registries peers of each other', async () => {
    const tree = workspace();
    await registry(tree, { port: 7003 });
    expect(peersOf(tree, 7001)).toEqual(['7002', '7003']);
    expect(peersOf(tree, 7002)).toEqual(['7001', '7003']);
    expect(peersOf(tree, 7003)).toEqual(['7001', '7002']);
    expect(text(tree, 'apps/eureka-7003/src/main.ts')).toContain('port: 7003');
  });

  it('fails if a registry states its peers in another form', async () => {
    const tree = workspace();
    tree.write('apps/eureka-7002/src/main.ts', 'void runEurekaServer({ port: 7002 });\n');
    await expect(registry(tree, { port: 7003 })).rejects.toThrow(
      'apps/eureka-7002/src/main.ts has no `peers: [...]`',
    );
  });
});
