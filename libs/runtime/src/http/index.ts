/** Requests over node:http within time limits; needs no Nest. */
export { HttpTimeoutError, ResponseBodyError } from './errors.js';
export { HttpClient, type HttpLimits, type HttpRequest, type TlsOptions } from './http-client.js';
export { readBody } from './response-body.js';
export { weightOf } from './weight.js';
