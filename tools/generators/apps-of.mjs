/**
 * The apps of a kind, by port: an app's folder is named kind-port.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} [kind] any kind where it is left out
 */
export const appsOf = (tree, kind = '.+') =>
  tree
    .children('apps')
    .flatMap((name) => {
      const port = new RegExp(`^${kind}-(\\d+)$`).exec(name)?.[1];
      return port === undefined ? [] : [{ name, port: Number(port) }];
    })
    .sort((one, other) => one.port - other.port);
