export { anInstance, type WantedInstance } from './an-instance.js';
