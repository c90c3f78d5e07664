import http from 'node:http';
import https from 'node:https';
import { timerDelay } from '@eureka-nest/runtime/time';
import { UnaskedUpgradeError } from '../../core/errors.js';

type OnResponse = (response: http.IncomingMessage) => void;

/** Sender of the requests of axios's adapter for Node: `http`, `https`, or a given `transport`. */
export interface AxiosTransport {
  request(options: https.RequestOptions, onResponse: OnResponse): http.ClientRequest;
}

const native: AxiosTransport = {
  request: (options, onResponse) =>
    (options.protocol === 'https:' ? https : http).request(options, onResponse),
};

/**
 * A transport whose requests fail if the response switches protocols, which axios cannot ask for.
 * Node closes such a connection without an event for axios, whose call would never end.
 *
 * @param limitMs time until the response begins; with a transport axios has no such timer
 */
export function refusingUpgrades(limitMs: number | undefined, given?: AxiosTransport): AxiosTransport {
  return {
    request: (options, onResponse) => {
      const request = (given ?? native).request(options, (response) => {
        if (response.statusCode === 101) refuse(request);
        else onResponse(response);
      });
      request.once('upgrade', (_, socket) => {
        socket.destroy();
        refuse(request);
      });
      if (limitMs && !given) limit(request, limitMs);
      return request;
    },
  };
}

/** Node no longer reports the end of the connection. */
function refuse(request: http.ClientRequest): void {
  request.emit('error', new UnaskedUpgradeError());
  request.destroy();
}

/** axios listens for the event of the socket's timer, which starts once it is connected. */
function limit(request: http.ClientRequest, limitMs: number): void {
  const timer = setTimeout(() => request.emit('timeout'), timerDelay(limitMs));
  const stop = () => clearTimeout(timer);
  request.once('response', stop).once('close', stop);
}
