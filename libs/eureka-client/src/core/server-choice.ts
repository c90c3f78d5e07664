/** What an answer, or none, says about a registry that was not known before. */
export type ServerNews = 'nothing new' | 'not up yet' | 'up' | 'lost' | 'back';

type State = 'never asked' | 'not up yet' | 'up' | 'lost';

/**
 * Which registry to ask: the one that answered last, as long as it does; then the others, in the order they were given.
 *
 * QUIRK(RetryableEurekaHttpClient): Java shuffles the list and leaves out servers that failed, until most of them are
 * left out; here they come last instead, so there is always one to ask and every run tells the same story.
 */
export class ServerChoice {
  private readonly states: Map<string, State>;
  private pinned: string | undefined;

  constructor(urls: readonly string[]) {
    this.states = new Map(urls.map((url) => [url, 'never asked']));
  }

  /** All of them, the most promising first. */
  order(): readonly string[] {
    const rank = (url: string) => (url === this.pinned ? 0 : this.isAway(url) ? 2 : 1);
    return [...this.states.keys()].sort((a, b) => rank(a) - rank(b));
  }

  answered(url: string): ServerNews {
    const before = this.states.get(url);
    this.pinned = url;
    this.states.set(url, 'up');
    if (before === 'lost') return 'back';
    return before === 'up' ? 'nothing new' : 'up';
  }

  /** There was no answer at all. */
  unreachable(url: string): ServerNews {
    this.passOver(url);
    const before = this.states.get(url);
    if (before === 'lost' || before === 'not up yet') return 'nothing new';
    const news = before === 'up' ? 'lost' : 'not up yet';
    this.states.set(url, news);
    return news;
  }

  /** There was an answer, but none that helps: the next call goes to another server, if that one has something better. */
  passOver(url: string): void {
    if (this.pinned === url) this.pinned = undefined;
  }

  private isAway(url: string): boolean {
    const state = this.states.get(url);
    return state === 'lost' || state === 'not up yet';
  }
}
