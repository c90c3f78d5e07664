import type {
  ConsoleAction,
  ConsoleActionResult,
  ConsoleComparison,
  ConsolePeer,
  LabAction,
  LabHello,
} from '@eureka-nest/protocol/console';
import { RequestError } from '../core/failure.js';

/** Addresses are relative, so that the page works below any path and through any proxy. */
export const eventsUrl = 'console/api/events';
export const labEventsUrl = 'console/lab/events';

const post = (headers: Readonly<Record<string, string>>, body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

export async function act(action: ConsoleAction, token: string): Promise<ConsoleActionResult> {
  return outcome(await fetch('console/api/actions', post({ 'Eureka-Nest-Console': token }, action)));
}

/** @param lang language of the page, in which the lab answers */
export async function actInLab(action: LabAction, token: string, lang: string): Promise<ConsoleActionResult> {
  const headers = { 'Eureka-Nest-Lab': token, 'Accept-Language': lang };
  return outcome(await fetch('console/lab/actions', post(headers, action)));
}

/** Outcome that a response reports, whether it is JSON, plain text, or nothing. */
async function outcome(response: Response): Promise<ConsoleActionResult> {
  const text = await response.text();
  try {
    const { ok = response.ok, message = '', code } = JSON.parse(text) as Partial<ConsoleActionResult>;
    return { ok: ok && response.ok, message: String(message), ...(code && { code }) };
  } catch {
    return { ok: response.ok, message: text.slice(0, 300) || (response.ok ? '' : `HTTP ${response.status}`) };
  }
}

/** The list of peers may have changed since the page heard of it, so that another has the place. */
export async function compare({
  index,
  url,
}: Pick<ConsolePeer, 'index' | 'url'>): Promise<ConsoleComparison> {
  const response = await fetch(`console/api/peers/${index}/comparison`);
  if (!response.ok) {
    const { message, code } = await outcome(response);
    throw new RequestError(message, code);
  }
  const comparison = (await response.json()) as ConsoleComparison;
  if (comparison.peer !== url)
    throw new RequestError('the list of peers has changed: compare again', 'peers-changed');
  return comparison;
}

/** The lab, or undefined where there is none. */
export async function findLab(): Promise<LabHello | undefined> {
  try {
    const response = await fetch('console/lab');
    const text = await response.text();
    return response.ok ? (JSON.parse(text) as LabHello) : undefined;
  } catch {
    return undefined;
  }
}
