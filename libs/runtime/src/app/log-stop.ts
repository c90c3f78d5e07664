import { Logger, ShutdownSignal } from '@nestjs/common';

const signals = Object.values(ShutdownSignal);

/**
 * Logs the signal that stops this process, and the end: a log that only breaks off looks like a
 * crash.
 *
 * @returns a function that removes the listeners
 */
export function logStop(source: NodeJS.EventEmitter = process): () => void {
  const logger = new Logger('App');
  const stopping = (signal: string): void => {
    forget();
    logger.log(`stopping (${signal})`);
    source.once('exit', (code: number) => {
      if (code === 0) logger.log('stopped');
      else logger.error(`stopped with exit code ${code}`);
    });
  };
  const forget = (): void => signals.forEach((signal) => void source.removeListener(signal, stopping));
  for (const signal of signals) source.on(signal, stopping);
  return forget;
}
