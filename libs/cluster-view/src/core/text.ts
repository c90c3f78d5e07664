/** Texts of the views, so that they speak the language of the page around them. */
export interface ViewTexts {
  readonly picture: string;
  readonly you: string;
  readonly preserving: string;
  readonly forced: string;
  readonly ejected: string;
  readonly others: string;
  readonly gauge: string;
  readonly threshold: string;
  readonly perMinute: string;
  status(status: string): string;
  registryState(state: string): string;
  instances(count: number): string;
  moreServices(count: number): string;
  leaseLeft(ms: number): string;
  copyAge(ms: number): string;
  calls(total: number, failed: number): string;
}

const seconds = (ms: number) => `${Math.max(0, Math.round(ms / 1000))} s`;

export const englishViews: ViewTexts = {
  picture: 'Picture of the cluster',
  you: 'this registry',
  preserving: 'self-preservation',
  forced: 'forced',
  ejected: 'ejected',
  others: 'others',
  gauge: 'Heartbeats per minute',
  threshold: 'threshold',
  perMinute: 'per minute',
  status: (status) => status,
  registryState: (state) => state,
  instances: (count) => (count === 1 ? '1 instance' : `${count} instances`),
  moreServices: (count) => (count === 1 ? '1 more service' : `${count} more services`),
  leaseLeft: (ms) => (ms > 0 ? `lease ${seconds(ms)}` : 'lease expired'),
  copyAge: (ms) => `copy ${seconds(ms)} old`,
  calls: (total, failed) => (failed > 0 ? `${total} calls, ${failed} failed` : `${total} calls`),
};

/** Width of a text in pixels, roughly: a Chinese character is as wide as it is high. */
export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const letter of text)
    units += letter > '\u2e7f' || /[WMmw@%]/.test(letter) ? 1 : /[A-Z_]/.test(letter) ? 0.72 : narrowest;
  return units * size;
}

const narrowest = 0.58;

/** Cuts a text in its middle, so that it fits: names differ at both ends. */
export function fitted(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const letters = [...text];
  const most = Math.floor(width / (narrowest * size));
  for (let kept = Math.min(letters.length - 1, most); kept > 2; kept--) {
    const head = Math.ceil(kept * 0.6);
    const cut = [...letters.slice(0, head), '…', ...letters.slice(letters.length - (kept - head))].join('');
    if (textWidth(cut, size) <= width) return cut;
  }
  return '…';
}
