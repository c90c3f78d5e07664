/** Where the page's own links lead. All are relative: they hold whatever prefix a proxy puts in front. */
export interface PageLinks {
  readonly here: 'home' | 'lastLeases';
  readonly home: string;
  readonly lastLeases: string;
}

/** @param path of the request: the page answers with and without a slash at its end, and what is relative to the two differs */
export function linksFrom(here: PageLinks['here'], path: string): PageLinks {
  const end = path.slice(path.lastIndexOf('/') + 1);
  const home = here === 'lastLeases' ? (end === '' ? '../' : './') : end === '' ? './' : `./${end}/`;
  return { here, home, lastLeases: `${home}lastn` };
}
