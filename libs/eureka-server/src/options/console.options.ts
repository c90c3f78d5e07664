import { count, flag, listOf, setting, text } from '@eureka-nest/runtime/settings';
import { RegistrySettings } from './registry.options.js';

/** The live console beside the page. */
export class ConsoleOptions extends RegistrySettings {
  /** Serves the console, at `console` beside the page. It costs nothing until one is open. */
  @setting('eureka.console.enabled', flag)
  readonly consoleEnabled: boolean = true;

  /** Lets operators change instances. Off: a page that is open to all should only show. */
  @setting('eureka.console.actions-enabled', flag)
  readonly consoleActionsEnabled: boolean = false;

  /** Users of the login that may act. Without a login only callers on this machine may. */
  @setting('eureka.console.operators', listOf(text))
  readonly consoleOperators: readonly string[] = [];

  /** Maximum number of open consoles; further ones get 503. */
  @setting('eureka.console.max-readers', count)
  readonly consoleMaxReaders: number = 100;

  /** Reads the calls that consumers publish, while a console is open. Off: it asks no instance. */
  @setting('eureka.console.follow-calls', flag)
  readonly consoleFollowCalls: boolean = false;

  /** Asks consumers at any registered address. Off: only where their change feed proves it. */
  @setting('eureka.console.follow-calls-any-address', flag)
  readonly consoleFollowCallsAnyAddress: boolean = false;
}
