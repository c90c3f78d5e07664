import type { ConsoleActivity } from '@eureka-nest/protocol/console';

/** Words for what a registry says in codes; where one is missing the code is shown. */
interface Words {
  /** Word of each code; the code of a field's name ends in `=`. */
  readonly details: Readonly<Record<string, string>>;
  reason(text: string): string;
}

/** Details and result of an activity. Names and values of metadata stay as they are. */
export function activityText({ kind, detail = {}, result }: ConsoleActivity, words: Words): string {
  const word = (code: string) => (Object.hasOwn(words.details, code) ? words.details[code]! : code);
  if (kind === 'metadata')
    return Object.entries(detail)
      .map(([name, value]) => `${name}=${value}`)
      .join(', ');
  const { from, to, ...others } = detail;
  const change = from !== undefined || to !== undefined ? [`${from ?? '–'} → ${to ?? '–'}`] : [];
  const named = Object.entries(others).map(([name, value]) => {
    if (name === 'reason') return words.reason(value);
    return name === 'status' || name === 'set' ? word(value) : `${word(`${name}=`)}${word(value)}`;
  });
  return [...change, ...named, result !== undefined && words.reason(word(result))].filter(Boolean).join(', ');
}
