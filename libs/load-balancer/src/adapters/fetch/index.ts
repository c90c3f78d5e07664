export * from './balanced-fetch.js';
