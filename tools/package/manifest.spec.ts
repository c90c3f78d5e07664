import { publishedManifest, type Manifest } from './manifest.mjs';

const source: Manifest = {
  name: '@eureka-nest/server',
  version: '0.2.0',
  license: 'Apache-2.0',
  private: false,
  type: 'module',
  exports: {
    './package.json': './package.json',
    '.': { '@eureka-nest/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
    './nest': {
      '@eureka-nest/source': './src/nest/index.ts',
      types: './dist/nest/index.d.ts',
      default: './dist/nest/index.js',
    },
  },
  dependencies: { '@eureka-nest/protocol': '*', sax: '^1.6.1' },
  peerDependencies: { '@nestjs/common': '^12.5.0' },
  nx: { name: 'eureka-server' },
};
const url = 'https://github.com/eureka-nest/eureka-nest';
const workspace = {
  engines: { node: '>=20' },
  homepage: url,
  bugs: `${url}/issues`,
  repository: { type: 'git', url: `git+${url}.git` },
};
const versions = new Map([['@eureka-nest/protocol', '0.1.7']]);

describe('the manifest of a published package', () => {
  const published = publishedManifest(source, versions, workspace, 'libs/eureka-server');

  it('requires the exact version of each package packed with it, and the stated range of any other', () => {
    expect(published.dependencies).toEqual({ '@eureka-nest/protocol': '0.1.7', sax: '^1.6.1' });
    expect(published.peerDependencies).toEqual({ '@nestjs/common': '^12.5.0' });
  });

  it('exports the files of the package, not the sources', () => {
    expect(published.exports['.']).toEqual({
      import: { types: './dist/index.d.ts', default: './dist/index.js' },
      require: { types: './dist/cjs/index.d.ts', default: './dist/cjs/index.js' },
    });
    expect(Object.keys(published.exports)).toEqual(['./package.json', '.', './nest']);
  });

  it('has the fields of TypeScript’s node10 resolution', () => {
    expect(published).toMatchObject({
      main: './dist/cjs/index.js',
      types: './dist/cjs/index.d.ts',
      typesVersions: { '*': { nest: ['./dist/cjs/nest/index.d.ts'] } },
    });
  });

  it('states the Node versions, and nothing that is for this workspace alone', () => {
    expect(Object.keys(published).sort()).toEqual(
      [
        ...['bugs', 'dependencies', 'engines', 'exports', 'homepage', 'license', 'main', 'name'],
        ...['peerDependencies', 'repository', 'type', 'types', 'typesVersions', 'version'],
      ].sort(),
    );
    expect(published.engines).toEqual({ node: '>=20' });
  });

  it('says where the package comes from', () => {
    expect(published).toMatchObject({
      homepage: url,
      bugs: `${url}/issues`,
      repository: { type: 'git', url: `git+${url}.git`, directory: 'libs/eureka-server' },
    });
  });

  it('is refused to a package that depends on an unpublished one', () => {
    const wrong = { ...source, dependencies: { '@eureka-nest/common-api': '*' } };
    expect(() => publishedManifest(wrong, versions, workspace)).toThrow(
      '@eureka-nest/server needs @eureka-nest/common-api, which is not published',
    );
  });
});
