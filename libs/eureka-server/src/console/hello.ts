import { withoutLogin } from '@eureka-nest/protocol';
import type { ConsoleHello } from '@eureka-nest/protocol/console';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { ActivityLog } from './activity-log.js';
import { ownFolder } from './console-assets.js';

/** Facts of the server for each hello. */
export interface HelloParts {
  readonly node: string;
  readonly startedAt: number;
  readonly options: EurekaServerOptions;
  readonly activity: Pick<ActivityLog, 'minutes'>;
}

export function helloOf(
  { node, startedAt, options, activity }: HelloParts,
  actions: ConsoleHello['actions'],
  now: number,
): ConsoleHello {
  const url = withoutLogin(options.myUrl);
  return {
    node,
    name: new URL(url).host,
    url,
    version: (version ??= readVersion()),
    environment: options.environment,
    datacenter: options.datacenter,
    startedAt,
    now,
    isReadOnly: options.readOnly,
    actions,
    history: activity.minutes(),
  };
}

let version: string | undefined;

/** The command has its version built in. */
declare const VERSION: string | undefined;

/** Version in the nearest package.json of this project; `unknown` in a bundle without one. */
function readVersion(): string {
  if (typeof VERSION === 'string') return VERSION;
  for (let folder = ownFolder(), depth = 0; depth < 6; folder = dirname(folder), depth++) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const { name, version: found } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    if (found !== undefined && name?.includes('eureka-nest')) return found;
  }
  return 'unknown';
}
