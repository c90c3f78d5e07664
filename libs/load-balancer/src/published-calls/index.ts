export { type PublishedCall } from './call-record.js';
export { type CallsEvent, PublishedCalls, type PublishedCallsParts } from './published-calls.js';
