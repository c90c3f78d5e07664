export type { Cluster } from './core/cluster.js';
