import type { ConsoleInstance } from '@eureka-nest/protocol/console';

/** A consumer's node; its own registration keeps the plain key. */
export const consumerKey = (key: string) => `consumer ${key}`;

/** Short name of an instance beside others of its service: its port, or else its id. */
export const instanceLabel = ({ port, securePort, id }: ConsoleInstance) => {
  const shown = port ?? securePort;
  return shown === undefined ? id : `:${shown}`;
};

/** An address that a link may lead to: http or https, nothing else. */
export function safeUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}
