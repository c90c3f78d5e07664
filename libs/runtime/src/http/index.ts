/** Requests over node:http within time limits; needs no Nest. */
export * from './errors.js';
export * from './http-client.js';
export { readBody } from './response-body.js';
