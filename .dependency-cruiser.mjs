// The rules of the rooms, explained in docs/architecture.md. `npm run lint` checks them, imports of
// types included.

/**
 * Rooms of each package, lowest floor first. A room is a folder or a file of `src/`; it imports itself
 * and the rooms of lower floors. Rooms of one floor do not import each other.
 */
const floors = {
  'eureka-protocol': ['console', 'model', 'rest', 'json', 'xml', ['encoding', 'extensions'], 'testing'],
  'eureka-server': [
    ['core', 'log'],
    'options',
    ['access', 'response-cache', 'service', 'liveness'],
    'peers',
    'http',
    ['change-feed', 'dashboard'],
    'console',
    ['server', 'simulation'],
    'nest',
    'cli',
  ],
  'eureka-client': [
    'core',
    'log',
    'options',
    'events',
    'transport',
    ['registration', 'discovery'],
    'eureka-client.ts',
    ['nest', 'eureka-js-client', 'testing'],
  ],
  'load-balancer': [
    'core',
    'options',
    ['observability', 'sources'],
    'call',
    'load-balancer.ts',
    ['client', 'adapters', 'terminus', 'published-calls'],
    'nest',
    'testing',
  ],
  runtime: [['time', 'settings', 'http'], ['tls', 'testing'], 'app'],
  'cluster-view': ['core', 'vue'],
  playground: ['scenario', 'cluster', ['run', 'scenarios']],
  'playground-page': ['session', 'texts', 'player', 'parts', 'page'],
  'eureka-console': ['core', 'messages', 'connection', 'state', 'parts', 'views', 'app'],
};

const specs = '\\.spec\\.ts$';
const protocol = '^libs/eureka-protocol/src/';
const clock = '^libs/runtime/src/time/';
const views = '^libs/cluster-view/src/(index|core)';

/** A rule: what `from` matches must not import what `to` matches. */
const no = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const anyOf = (rooms) => `(${rooms.flat().join('|').replaceAll('.', '\\.')})(/|$)`;

const downwards = Object.entries(floors).flatMap(([library, rooms]) => {
  const src = `^libs/${library}/src/`;
  const climbs = rooms.flatMap((floor, index) =>
    [floor].flat().map((room) => {
      const beside = [floor].flat().filter((each) => each !== room);
      const closed = [...beside, ...rooms.slice(index + 1), 'index.ts'];
      return no(
        `${library}-${room}-imports-down`,
        `${room} imports neither a room that is built on it nor one of its own floor`,
        { path: src + anyOf([room]), pathNot: specs },
        { path: src + anyOf(closed) },
      );
    }),
  );
  return [
    ...climbs,
    no(
      `${library}-has-no-unlisted-room`,
      'A new folder of src/ takes its place in the list of floors',
      { path: `${src}(?!${anyOf(rooms)})[^/]+/` },
      {},
    ),
  ];
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    no('no-cycle', 'No import cycle, types included', {}, { circular: true }),
    no(
      'core-is-pure',
      'core/ imports core/, the protocol, the clock and the pure part of cluster-view, and no package of npm',
      { path: '^libs/([^/]+)/src/core/', pathNot: specs },
      { pathNot: ['^libs/$1/src/core/', protocol, clock, views] },
    ),
    no(
      'core-takes-types-of-the-clock',
      'core/ and the protocol are given their clock: they import its type alone',
      { path: ['^libs/[^/]+/src/core/', protocol], pathNot: specs },
      { path: clock, dependencyTypesNot: ['type-only'] },
    ),
    no(
      'protocol-is-pure',
      'The protocol imports itself and sax, which reads XML and touches nothing else',
      { path: protocol, pathNot: specs },
      { pathNot: [protocol, clock, '^(node_modules/)?sax(/|$)'] },
    ),
    no(
      'nest-stays-in-nest',
      'Only nest/, app/ of the runtime, and terminus/ and testing/ of the balancer import Nest in a published package',
      {
        path: '^libs/(eureka-[^/]+|load-balancer|runtime)/src/',
        pathNot: [
          '/src/nest/',
          '^libs/runtime/src/app/',
          '^libs/load-balancer/src/(terminus|testing)/',
          specs,
        ],
      },
      { path: '^(node_modules/)?@nestjs/' },
    ),
    no(
      'src-imports-no-test-code',
      'Nothing in src/, specs included, imports from test/',
      { path: '^(libs|apps)/[^/]+/src/' },
      { path: '^libs/[^/]+/test/' },
    ),
    no(
      'core-delta-imports-down',
      'delta/ is the lowest room of the core: it knows no registry',
      { path: '^libs/eureka-server/src/core/delta/', pathNot: specs },
      { path: '^libs/eureka-server/src/core/(registry|anti-entropy|replication)/' },
    ),
    no(
      'core-registry-imports-down',
      'registry/ knows no peers',
      { path: '^libs/eureka-server/src/core/registry/', pathNot: specs },
      { path: '^libs/eureka-server/src/core/(anti-entropy|replication)/' },
    ),
    ...downwards,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['@eureka-nest/source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
