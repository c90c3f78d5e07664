import { type registries, type AppName } from './app-names.js';
import type { Demo } from './demo.js';
import { get } from './http.js';

type Registry = (typeof registries)[number];
type ServiceName = 'CLOUD-PAYMENT-SERVICE' | 'CLOUD-ORDER-SERVICE';

interface Listed {
  readonly instanceId: string;
  readonly status: string;
  readonly leaseInfo: { readonly registrationTimestamp: number; readonly lastRenewalTimestamp: number };
}

/** Instances that one registry lists for a service, as `payment8001 UP`, sorted. */
export async function listed(demo: Demo, registry: Registry, name: ServiceName): Promise<string[]> {
  return (await rows(demo, registry, name)).map((each) => `${each.instanceId} ${each.status}`).sort();
}

/**
 * Resolves with true if every instance of a service has sent a heartbeat since it registered. Each
 * is read on its own, since a list shows the lease of the last change, as in Java.
 */
export async function allRenewed(demo: Demo, registry: Registry, name: ServiceName): Promise<boolean> {
  const renewed = (await rows(demo, registry, name)).map(async ({ instanceId }) => {
    const { body } = await get(demo.url(registry, `/eureka/apps/${name}/${instanceId}`));
    const { leaseInfo } = (body as { instance: Listed }).instance;
    return leaseInfo.lastRenewalTimestamp > leaseInfo.registrationTimestamp;
  });
  return (await Promise.all(renewed)).every(Boolean);
}

async function rows(demo: Demo, registry: Registry, name: ServiceName): Promise<readonly Listed[]> {
  const { status, body } = await get(demo.url(registry, `/eureka/apps/${name}`));
  if (status === 404) return [];
  return (body as { application: { instance: Listed[] } }).application.instance;
}

/** Instance id of an app in the demo: its kind and its port. */
export const idOf = (demo: Demo, app: AppName): string =>
  `${app.startsWith('order') ? 'order' : 'payment'}${demo.port(app)}`;

/** Result of `listed` if all of these apps are up. */
export const up = (demo: Demo, apps: readonly AppName[]): string[] =>
  apps.map((app) => `${idOf(demo, app)} UP`).sort();
