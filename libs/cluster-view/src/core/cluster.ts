export interface Cluster {
  readonly a: number;
}
