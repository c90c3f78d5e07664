const libs = ['eureka-server', 'eureka-client', 'load-balancer'];

/** Product files that are changed; the specs and the contracts they share are not. */
export const mutated = [`libs/{${libs}}/src/core/**/*.ts`, '!**/*.spec.ts', '!**/*.contract.ts'];

/** Folders of specs that need neither time nor sockets: beside a core, or in the library's folder `test`. */
const specs = new RegExp(
  `^libs/(${libs.join('|')})/(src|test)/(.*/)?(core|cluster|random-history)/.*(?<!\\.sockets)\\.spec\\.ts$`,
);

/** Whether a spec is to notice a change. */
export const isSpec = (/** @type {string} */ path) => specs.test(path);

/** @param {string} path of any file of a library, from the root or absolute */
export const libOf = (path) => /(?:^|\/)libs\/([^/]+)\//.exec(path)?.[1] ?? '';
