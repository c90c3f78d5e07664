import type {
  ConsoleAction,
  ConsoleActionResult,
  ConsoleComparison,
  ConsolePeer,
  LabAction,
  LabHello,
} from '@eureka-nest/protocol/console';

/** Addresses are relative, so that the page works below any path and through any proxy. */
export const eventsUrl = 'console/api/events';
export const labEventsUrl = 'console/lab/events';

const post = (token: readonly [header: string, token: string], body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', [token[0]]: token[1] },
  body: JSON.stringify(body),
});

export async function act(action: ConsoleAction, token: string): Promise<ConsoleActionResult> {
  return outcome(await fetch('console/api/actions', post(['Eureka-Nest-Console', token], action)));
}

export async function actInLab(action: LabAction, token: string): Promise<ConsoleActionResult> {
  return outcome(await fetch('console/lab/actions', post(['Eureka-Nest-Lab', token], action)));
}

/** Outcome that a response reports, whether it is JSON, plain text, or nothing. */
async function outcome(response: Response): Promise<ConsoleActionResult> {
  const text = await response.text();
  try {
    const { ok = response.ok, message = '' } = JSON.parse(text) as Partial<ConsoleActionResult>;
    return { ok: ok && response.ok, message: String(message) };
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
  if (!response.ok) throw new Error((await outcome(response)).message);
  const comparison = (await response.json()) as ConsoleComparison;
  if (comparison.peer !== url) throw new Error('the list of peers has changed: compare again');
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
