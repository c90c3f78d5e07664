/** What a template may name, under our own names and under Spring's. */
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

export interface OwnNames {
  readonly hostname: string;
  readonly ipAddress: string;
  readonly appName: string;
  readonly port: number;
}

const placeholder = /\$\{([^}]*)\}/g;
const isKnown = (name: string): name is keyof typeof placeholders => Object.hasOwn(placeholders, name);

/** The first name in a template that means nothing. */
export const unknownPlaceholder = (template: string): string | undefined =>
  [...template.matchAll(placeholder)].map(([, name = '']) => name).find((name) => !isKnown(name));

export const knownPlaceholders: readonly string[] = Object.keys(placeholders);

/** The instance id that a template stands for, such as `${hostname}:${appName}:${port}`; `random` is 16 hexadecimal digits. */
export function filledIn(template: string, names: OwnNames, random: () => number): string {
  const values = { ...names, random: Array.from({ length: 16 }, () => digit(random)).join('') };
  return template.replace(placeholder, (whole, name: string) =>
    isKnown(name) ? String(values[placeholders[name]]) : whole,
  );
}

const digit = (random: () => number): string => Math.floor(random() * 16).toString(16);
