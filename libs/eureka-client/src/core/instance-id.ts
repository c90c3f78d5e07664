import type { Random } from '@eureka-nest/runtime/time';

/** Placeholders of a template, under our own names and under Spring's. */
const placeholders = {
  hostname: 'hostname',
  ipAddress: 'ipAddress',
  appName: 'appName',
  port: 'port',
  random: 'random',
  'spring.cloud.client.hostname': 'hostname',
  'spring.cloud.client.ip-address': 'ipAddress',
  'spring.application.name': 'appName',
  'server.port': 'port',
  'random.value': 'random',
} as const;

interface TemplateValues {
  readonly hostname: string;
  readonly ipAddress: string;
  readonly appName: string;
  readonly port: number;
}

const placeholder = /\$\{([^}]*)\}/g;
const isKnown = (name: string): name is keyof typeof placeholders => Object.hasOwn(placeholders, name);

/** Finds the first placeholder of a template that does not exist. */
export const unknownPlaceholder = (template: string): string | undefined =>
  [...template.matchAll(placeholder)].map(([, name = '']) => name).find((name) => !isKnown(name));

export const knownPlaceholders: readonly string[] = Object.keys(placeholders);

/** Fills in a template such as `${hostname}:${appName}:${port}`; `random` becomes 16 hex digits. */
export function expandTemplate(template: string, values: TemplateValues, random: Random): string {
  const all = { ...values, random: Array.from({ length: 16 }, () => hexDigit(random)).join('') };
  return template.replace(placeholder, (whole, name: string) =>
    isKnown(name) ? String(all[placeholders[name]]) : whole,
  );
}

const hexDigit = (random: Random): string => Math.floor(random() * 16).toString(16);
