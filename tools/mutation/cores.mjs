const libs = ['eureka-server', 'eureka-client', 'load-balancer'];

/** Product files that are changed; the specs and the contracts they share are not. */
export const mutated = [`libs/{${libs}}/src/core/**/*.ts`, '!**/*.spec.ts', '!**/*.contract.ts'];

/** Specs of the cores, which need neither time nor sockets: in `core/` or in `test/`. */
const specs = new RegExp(
  `^libs/(${libs.join('|')})/(src|test)/(.*/)?(core|cluster|random-history)/.*(?<!\\.sockets)\\.spec\\.ts$`,
);

/** True for a spec that should notice a change. */
export const isSpec = (/** @type {string} */ path) => specs.test(path);

/** @param {string} path of any file of a library, from the root or absolute */
export const libOf = (path) => /(?:^|\/)libs\/([^/]+)\//.exec(path)?.[1] ?? '';
