import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { GivenEurekaConfig } from './config.js';

/** Reads `eureka-client.yml` and, for the environment, `eureka-client-test.yml`, if they exist. */
export function configInFiles(
  { cwd = process.cwd(), filename = 'eureka-client' }: GivenEurekaConfig,
  { EUREKA_ENV, NODE_ENV }: Readonly<Record<string, string | undefined>>,
): readonly object[] {
  const environment = EUREKA_ENV || NODE_ENV || 'development';
  return [`${filename}.yml`, `${filename}-${environment}.yml`].map((name) => read(join(cwd, name)));
}

/** Better than eureka-js-client, which ignores a file that it cannot read and uses its defaults. */
function read(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    const found: unknown = parse(text) ?? {};
    if (typeof found === 'object' && !Array.isArray(found)) return found as object;
    throw new Error('it must hold names and values');
  } catch (cause) {
    throw new Error(`${file} cannot be used: ${(cause as Error).message}`, { cause });
  }
}
