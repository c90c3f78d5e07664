/**
 * Apps of a kind, sorted by port. An app's folder is named kind-port.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} [kind] a regular expression; any kind by default
 */
export const appsOf = (tree, kind = '.+') =>
  tree
    .children('apps')
    .flatMap((name) => {
      const port = new RegExp(`^${kind}-(\\d+)$`).exec(name)?.[1];
      return port === undefined ? [] : [{ name, port: Number(port) }];
    })
    .sort((one, other) => one.port - other.port);
