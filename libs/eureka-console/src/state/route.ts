import { shallowRef, type ShallowRef } from 'vue';

export const pages = ['overview', 'instances', 'preservation', 'peers', 'activity', 'lab'] as const;
export type Page = (typeof pages)[number];

export interface Route {
  readonly page: Page;
  /** Parameters after the page, such as the filters: `#/instances?app=PAYMENT`. */
  readonly query: URLSearchParams;
}

export const route: ShallowRef<Route> = shallowRef(read());
window.addEventListener('hashchange', () => (route.value = read()));

function read(): Route {
  const [name = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { page: pages.find((page) => page === name) ?? 'overview', query: new URLSearchParams(query) };
}

export const linkTo = (page: Page, query: Readonly<Record<string, string>> = {}): string => {
  const text = new URLSearchParams(query).toString();
  return `#/${page}${text && `?${text}`}`;
};

export const goTo = (page: Page, query: Readonly<Record<string, string>> = {}): void => {
  location.hash = linkTo(page, query);
};
