import { get } from '../../harness/http.js';

/** Figures about self-preservation on the page of a registry. */
export interface PageNumbers {
  readonly expires: boolean;
  readonly threshold: number;
  readonly renewsLastMinute: number;
  /** Text of the whole page. */
  readonly text: string;
}

export async function pageAt(base: string): Promise<PageNumbers> {
  const { text: page } = await get(`${base}/`, { accept: 'text/html' });
  const text = page
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
  const after = (name: string) => new RegExp(`${name} (\\w+)`).exec(text)?.[1];
  return {
    expires: after('Lease expiration enabled') === 'true',
    threshold: Number(after('Renews threshold')),
    renewsLastMinute: Number(after(String.raw`Renews \(last min\)`)),
    text,
  };
}
