// The rules of the rooms (docs/architecture.md). `npm run lint` checks them, imports of types included.

/** A rule: what `from` matches must not import what `to` matches. */
const no = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const server = '^libs/eureka-server/src';
const specs = '\\.spec\\.ts$';

/** Rooms of the server, lowest first: a room imports itself and those above it in this list. */
const serverRooms = [
  'core',
  'log',
  'options',
  'access',
  'response-cache',
  'service',
  'liveness',
  'peers',
  'http',
  'change-feed',
  'dashboard',
  'server',
  'nest',
  'cli',
];

const upward = serverRooms.flatMap((room, index) => {
  const higher = serverRooms.slice(index + 1);
  if (higher.length === 0) return [];
  return no(
    `server-${room}-imports-down`,
    `${room}/ imports no room that is built on it`,
    { path: `${server}/${room}/`, pathNot: specs },
    { path: `${server}/(${higher.join('|')})/` },
  );
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    no('no-cycle', 'No import cycle, types included', { pathNot: '\\.mjs$' }, { circular: true }),
    no(
      'core-is-pure',
      'core/ imports core/, the protocol, and types of clock and random',
      { path: '^libs/([^/]+)/src/core/', pathNot: specs },
      { pathNot: ['^libs/$1/src/core/', '^libs/eureka-protocol/src/', '^libs/runtime/src/time/'] },
    ),
    no(
      'product-imports-no-test-code',
      'Nothing in src/ imports from test/',
      { path: '^libs/[^/]+/src/' },
      { path: '^libs/[^/]+/test/' },
    ),
    no(
      'nest-stays-in-nest',
      'Only nest/ folders of the published packages import Nest',
      { path: '^libs/(eureka-[^/]+|load-balancer)/src/', pathNot: ['/src/(nest|terminus|testing)/', specs] },
      { path: '^(node_modules/)?@nestjs/' },
    ),
    ...upward,
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
