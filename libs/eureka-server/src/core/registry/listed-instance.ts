export type { ListedInstance } from '../listed-instance.js';
