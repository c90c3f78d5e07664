/** Links between the pages. They are relative, so they work behind any prefix of a proxy. */
export interface PageLinks {
  readonly current: 'home' | 'lastLeases';
  readonly home: string;
  readonly lastLeases: string;
  /** Left out if there is no console. */
  readonly console?: string;
}

/** @param path path of the request; relative links differ with and without a slash at its end */
export function linksFrom(current: PageLinks['current'], path: string, hasConsole = false): PageLinks {
  const end = path.slice(path.lastIndexOf('/') + 1);
  const home = current === 'lastLeases' ? (end === '' ? '../' : './') : end === '' ? './' : `./${end}/`;
  return { current, home, lastLeases: `${home}lastn`, ...(hasConsole && { console: `${home}console` }) };
}
